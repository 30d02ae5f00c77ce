/**
 * What a run recorded of its nodes beside the faults: ends, recovery, leaders, whether they were
 * watched. Each record says what its event looks like in the history and reads it from there.
 *
 * <p>Start at {@link dev.ordeal.results.nodes.NodeEnd}.
 */
package dev.ordeal.results.nodes;
