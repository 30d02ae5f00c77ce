/**
 * Maelstrom nodes, unmodified: programs that speak its protocol on standard input and output.
 *
 * <p>Start at {@link dev.ordeal.targets.maelstrom.MaelstromDatabase}. Each node runs beside a
 * {@link dev.ordeal.targets.maelstrom.node.MaelstromNode}, which passes its messages on over TCP.
 */
package dev.ordeal.targets.maelstrom;
