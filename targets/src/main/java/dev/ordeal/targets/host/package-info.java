/**
 * Clusters whose nodes live on hosts of their own, and what all clusters have in common.
 *
 * <p>Start at {@link dev.ordeal.targets.host.AbstractCluster} and {@link
 * dev.ordeal.targets.host.HostCluster}. A new environment is a {@link
 * dev.ordeal.targets.host.Host}; see {@code netns} and {@code ssh}.
 */
package dev.ordeal.targets.host;
