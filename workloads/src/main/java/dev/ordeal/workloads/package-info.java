/**
 * Workloads: what is asked of a system, and which checkers judge the answers.
 *
 * <p>Start at {@link dev.ordeal.workloads.Workload}; a new one goes into a package of its own
 * beside {@code register} and is entered in {@link dev.ordeal.workloads.Workloads}.
 */
package dev.ordeal.workloads;
