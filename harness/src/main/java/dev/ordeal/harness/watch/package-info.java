/**
 * Watches the nodes of a run beside faults and clients: their ends, their recovery, who leads, and
 * what their logs say.
 *
 * <p>Start at {@link dev.ordeal.harness.watch.NodeWatch}.
 */
package dev.ordeal.harness.watch;
