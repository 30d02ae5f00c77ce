/**
 * Apache ZooKeeper, each node in a JVM of its own.
 *
 * <p>Start at {@link dev.ordeal.targets.zookeeper.ZooKeeperDatabase}.
 */
package dev.ordeal.targets.zookeeper;
