/**
 * The environment {@code netns}: nodes in network namespaces of their own on this machine, on a
 * bridge that is in a namespace of its own, too. Needs root.
 *
 * <p>Start at {@link dev.ordeal.targets.netns.NetnsNetwork}.
 */
package dev.ordeal.targets.netns;
