/**
 * Clients of Maelstrom nodes: one request and its reply at a time.
 *
 * <p>Start at {@link dev.ordeal.targets.maelstrom.rpc.RpcClients}; a contract is one class and a
 * line there. Not an interface for other programs.
 */
package dev.ordeal.targets.maelstrom.rpc;
