/**
 * Workloads: what is asked of a system, and which checkers judge the answers.
 *
 * <p>Start at {@link dev.ordeal.workloads.Workload}; a new one goes into a package of its own
 * beside {@code register} and is named in {@code META-INF/services}; {@link
 * dev.ordeal.workloads.Workloads} finds it.
 */
package dev.ordeal.workloads;
