package dev.ordeal.nemesis;

/** What a fault does to its nodes that matters to other faults at the same time. */
public enum FaultTrait {
  /** It strikes nothing where all of its nodes are down already. */
  NEEDS_PROCESSES,

  /** It stops processes, and strikes nothing where they are stopped already. */
  STOPS_PROCESSES,

  /**
   * It ends processes of its nodes, once or again and again, and with them what holds only them.
   */
  ENDS_PROCESSES,

  /**
   * Its nodes send and receive nothing as long as it holds: others' packet rules meet no packet.
   */
  SILENCES,

  /** Undoing it needs the rest of the cluster to be well: it is undone last. */
  HEALS_LAST
}
