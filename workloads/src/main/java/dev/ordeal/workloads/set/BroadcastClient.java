package dev.ordeal.workloads.set;

/**
 * A client of a broadcast: to add is to send a message to all nodes, to read is to see those that
 * came.
 */
public interface BroadcastClient extends GrowSetClient {}
