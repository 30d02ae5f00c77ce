/**
 * First-in-first-out queues.
 *
 * <p>Start at {@link dev.ordeal.workloads.queue.QueueWorkload}; a database takes part by
 * implementing {@link dev.ordeal.workloads.queue.QueueClient}.
 */
package dev.ordeal.workloads.queue;
