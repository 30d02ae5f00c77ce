package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.ForcedOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * In which order lists show their writes; a list with which another one begins says nothing new.
 */
final class ListOrders {
  private final Trace trace;

  /** By key: the read of the longest list. */
  private final Map<Integer, Integer> longest = new HashMap<>();

  ListOrders(Trace trace) {
    this.trace = trace;
  }

  /** Notes the orders that a session read. */
  void demand(int session, ForcedOrder forced) {
    for (int step = trace.begin(session); step < trace.end(session); step++) {
      if (!trace.isWrite(step)) {
        demandOf(step, forced);
      }
    }
  }

  /** Notes the order that a read shows. */
  void demandOf(int read, ForcedOrder forced) {
    int common = known(read);
    for (int i = Math.max(1, common); i < trace.shownCount(read); i++) {
      forced.add(trace.shown(read, i - 1), trace.shown(read, i), read, trace.key(read));
    }
  }

  /** Whether a read shows an order that was not noted or asked for before. */
  boolean isNews(int read) {
    return known(read) < trace.shownCount(read);
  }

  /** How much of what a read shows is known, as all of it is from now on. */
  private int known(int read) {
    Integer known = longest.get(trace.key(read));
    int common = known == null ? 0 : trace.common(known, read);
    if (known == null || trace.shownCount(read) > trace.shownCount(known)) {
      longest.put(trace.key(read), read);
    }
    return common;
  }
}
