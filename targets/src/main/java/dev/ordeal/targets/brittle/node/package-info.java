/**
 * A node of brittle: Raft over TCP with one line of text a message.
 *
 * <p>Start at {@link dev.ordeal.targets.brittle.node.BrittleNode}; the protocol is {@link
 * dev.ordeal.targets.brittle.node.Raft}. Runs in a JVM of its own and uses nothing of Ordeal.
 */
package dev.ordeal.targets.brittle.node;
