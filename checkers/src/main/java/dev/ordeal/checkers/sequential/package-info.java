/**
 * Sequential consistency (Lamport, 1979) of registers.
 *
 * <p>Start at {@link dev.ordeal.checkers.sequential.SequentialChecker}.
 */
package dev.ordeal.checkers.sequential;
