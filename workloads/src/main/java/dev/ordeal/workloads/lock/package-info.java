/**
 * Locks and semaphores.
 *
 * <p>Start at {@link dev.ordeal.workloads.lock.LockWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.lock.LockClient}.
 */
package dev.ordeal.workloads.lock;
