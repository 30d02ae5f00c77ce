/**
 * Logs that are sent to and polled, as those of Kafka.
 *
 * <p>Start at {@link dev.ordeal.workloads.log.LogWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.log.LogClient}.
 */
package dev.ordeal.workloads.log;
