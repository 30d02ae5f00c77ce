/**
 * The environment {@code process}: nodes as child processes of this machine, links as proxies.
 *
 * <p>Start at {@link dev.ordeal.targets.process.ProcessCluster}.
 */
package dev.ordeal.targets.process;
