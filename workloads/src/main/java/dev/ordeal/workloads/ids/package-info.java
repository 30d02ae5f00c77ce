/**
 * Sources of unique identifiers.
 *
 * <p>Start at {@link dev.ordeal.workloads.ids.IdWorkload}; a database takes part by implementing
 * {@link dev.ordeal.workloads.ids.IdClient}.
 */
package dev.ordeal.workloads.ids;
