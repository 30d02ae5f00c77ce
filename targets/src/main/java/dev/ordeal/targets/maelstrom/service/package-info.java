/**
 * The services that Maelstrom offers to nodes: key-value stores of three consistencies and a source
 * of timestamps.
 *
 * <p>Start at {@link dev.ordeal.targets.maelstrom.service.ServiceHost}. Not an interface for other
 * programs.
 */
package dev.ordeal.targets.maelstrom.service;
