/**
 * The program beside each Maelstrom node: it passes the node's messages on over TCP, so that the
 * node has ports, links and clients as any other database.
 *
 * <p>Start at {@link dev.ordeal.targets.maelstrom.node.MaelstromNode}. Not an interface for other
 * programs.
 */
package dev.ordeal.targets.maelstrom.node;
