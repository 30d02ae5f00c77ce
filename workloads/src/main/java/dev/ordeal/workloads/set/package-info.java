/**
 * Sets.
 *
 * <p>Start at {@link dev.ordeal.workloads.set.SetWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.set.SetClient}.
 */
package dev.ordeal.workloads.set;
