/**
 * Targets: a database on an environment, and what a run may do with its nodes.
 *
 * <p>Start at {@link dev.ordeal.targets.Database} (what to implement for a database of your own),
 * {@link dev.ordeal.targets.Environment} (where nodes live) and {@link dev.ordeal.targets.Cluster}
 * (what a run works with, with its abilities in {@code ability}). Databases, environments and undo
 * actions are named in {@code META-INF/services}; {@code yaml} makes databases of files, whose
 * clients may be programs ({@code external}). {@code process} runs nodes as child processes; {@code
 * netns}, {@code docker} and {@code ssh} give each a host of its own, see {@code host}. Link faults
 * go through {@code link} and {@code toxiproxy}, disk faults through {@code disk}; {@link
 * dev.ordeal.targets.undo.Undoing} does what a journal says.
 */
package dev.ordeal.targets;
