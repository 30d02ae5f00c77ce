/**
 * Clusters whose nodes live on hosts of their own: what all such environments have in common.
 *
 * <p>Start at {@link dev.ordeal.targets.host.HostCluster}. A new environment is a {@link
 * dev.ordeal.targets.host.Host}; see {@code netns} and {@code ssh}.
 */
package dev.ordeal.targets.host;
