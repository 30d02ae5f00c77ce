/**
 * Counters.
 *
 * <p>Start at {@link dev.ordeal.workloads.counter.CounterWorkload}; a database takes part by
 * implementing {@link dev.ordeal.workloads.counter.CounterClient}.
 */
package dev.ordeal.workloads.counter;
