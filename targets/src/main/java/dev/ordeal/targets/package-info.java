/**
 * Targets: a database on an environment, and what a run may do with its nodes.
 *
 * <p>Start at {@link dev.ordeal.targets.Database} (what to implement for a database of your own),
 * {@link dev.ordeal.targets.Cluster} (what a run works with) and {@link dev.ordeal.targets.Targets}
 * (where a database is entered). Environments are {@code process}; link faults go through {@code
 * link} and {@code toxiproxy}.
 */
package dev.ordeal.targets;
