package dev.ordeal.checkers.session;

/**
 * That a step came before another.
 *
 * @param by the read that says so where it is neither of the two
 */
record Edge(int from, int to, Reason reason, int by) {
  /** Why a step came before another. */
  enum Reason {
    /** The same session did them in this order. */
    SESSION,
    /** A read shows a write. */
    SHOWN,
    /** A read shows two writes in this order, or the later although the earlier was known. */
    WRITES,
    /** A read does not show a write, or an older one. */
    UNSEEN
  }
}
