/**
 * Nodes that run already: Ordeal connects to them, and neither starts nor breaks them.
 *
 * <p>Start at {@link dev.ordeal.targets.attached.AttachedEnvironment}.
 */
package dev.ordeal.targets.attached;
