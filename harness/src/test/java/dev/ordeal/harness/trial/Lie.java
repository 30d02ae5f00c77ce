package dev.ordeal.harness.trial;

/**
 * What clients or nodes of a target get wrong, each with words of the finding that names it and of
 * the remedy. {@code docs/try.md} has the same.
 */
enum Lie {
  SWALLOWED_ERROR(
      "reported success although no answer reached it", "an update without an answer is no"),
  EVERY_ERROR_DEFINITE("but the update took effect", "only if the node refused this very request"),
  HIDDEN_RETRY("one call took effect twice", "switch off retries of updates"),
  CACHED_READ("answered without a byte sent", "switch off the client's cache"),
  CAS_IGNORES_EXPECTED("cas answered ok", "compare and write in one request"),
  ABSENT_IS_ZERO("read answered ok 0 instead of empty", "answer OptionalLong.empty()"),
  READS_FROM_ONE_NODE(
      "without a byte sent to the address they were given", "connect to the address that client()"),
  ERRORS_NEVER_DEFINITE(
      "an update that was never sent is info", "throw DefiniteFailure when the connection is"),
  ALWAYS_READY("isReady is true of a port at which nothing listens", "let isReady ask the node"),
  OPTION_IGNORED("without it nodes are started alike", "use it in launch or in the client"),
  LEADERS_NEVER_NAMED("faults that aim at the leader are left out", "let isLeader ask the node"),
  LINKS_NOT_USED("no byte passed the links", "NodeView.address(peer, port)"),
  PROCESSES_NOT_FOUND(
      "took effect while it was killed", "let launch return the command of the node itself"),
  OTHER_NODE(
      "without a byte sent to the address they were given", "connect to the address that client()"),
  WRITE_BEHIND(
      "reported success although no answer reached it", "an update without an answer is no"),
  ERROR_IS_ABSENT("a read answered nil", "an error is not an absent value"),
  CAS_ALWAYS_TRUE("cas answered ok", "answer false where the stored value is another"),
  MISMATCH_IS_AN_ERROR(
      "cas did not succeed although nothing failed", "answer false where the stored value is"),
  UNKNOWN_CAS_IS_FALSE("but the update took effect", "only if the node refused this very request"),
  EVERY_NODE_LEADS(
      "isLeader is true of a port at which nothing listens", "let isLeader ask the node"),
  READY_NODES_LEAD("all of them do: faults that aim", "whether it is ready says nothing of that");

  private final String named;
  private final String remedy;

  Lie(String named, String remedy) {
    this.named = named;
    this.remedy = remedy;
  }

  /** Words of what is said of it. */
  String named() {
    return named;
  }

  /** Words of what is said to do about it. */
  String remedy() {
    return remedy;
  }

  /** Whether it can be switched on while nodes run; the others need nodes that start with it. */
  boolean isOfClients() {
    return this != LINKS_NOT_USED && this != PROCESSES_NOT_FOUND;
  }
}
