/**
 * The links between nodes, and what can be done to them through Toxiproxy.
 *
 * <p>Start at {@link dev.ordeal.targets.link.Links}.
 */
package dev.ordeal.targets.link;
