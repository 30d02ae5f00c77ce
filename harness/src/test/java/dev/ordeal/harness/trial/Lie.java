package dev.ordeal.harness.trial;

/** What clients of a target get wrong, each with words of the finding that names it. */
enum Lie {
  SWALLOWED_ERROR("reported success although no answer reached it"),
  EVERY_ERROR_DEFINITE("but the update took effect"),
  HIDDEN_RETRY("one call took effect twice"),
  CACHED_READ("answered without a byte sent"),
  OTHER_NODE("without a byte sent to the address they were given"),
  WRITE_BEHIND("reported success although no answer reached it"),
  ERROR_IS_ABSENT("a read answered nil"),
  CAS_ALWAYS_TRUE("cas answered ok"),
  ABSENT_IS_ZERO("read answered ok 0 instead of empty"),
  UNKNOWN_CAS_IS_FALSE("but the update took effect"),
  ALWAYS_READY("isReady is true of a port at which nothing listens"),
  EVERY_NODE_LEADS("isLeader is true of a port at which nothing listens");

  private final String named;

  Lie(String named) {
    this.named = named;
  }

  String named() {
    return named;
  }
}
