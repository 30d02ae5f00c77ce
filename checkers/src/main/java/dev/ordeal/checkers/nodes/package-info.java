/**
 * Whether nodes lived: their ends that no fault explains, and whether the cluster recovered.
 *
 * <p>Start at {@link dev.ordeal.checkers.nodes.NodesChecker}.
 */
package dev.ordeal.checkers.nodes;
