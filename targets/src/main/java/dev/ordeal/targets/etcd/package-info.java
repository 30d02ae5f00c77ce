/**
 * etcd as a target: the real one, which has to be on the nodes' machines, or is brought there.
 *
 * <p>Start at {@link dev.ordeal.targets.etcd.EtcdDatabase}.
 */
package dev.ordeal.targets.etcd;
