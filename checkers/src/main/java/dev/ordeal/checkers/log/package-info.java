/**
 * Judges logs that consumers poll, as those of Kafka: messages at offsets that only grow.
 *
 * <p>Start at {@link dev.ordeal.checkers.log.LogChecker}.
 */
package dev.ordeal.checkers.log;
