package dev.ordeal.checkers.isolation.transaction;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.OutEdges;
import java.util.function.IntUnaryOperator;

/**
 * Which transaction was over before which was called, as about as many edges as there are
 * transactions: by way of a chain of relays, one before each call that is the first after some end.
 */
public final class RealTime {
  private static final int NOBODY = -1;

  /** By member: the relay that leads to its call. */
  private final int[] before;

  /** By member: the first relay behind its end. */
  private final int[] behind;

  private final int relays;

  /**
   * Looks at some transactions.
   *
   * @param members in the order of their calls
   */
  public RealTime(Transactions transactions, int[] members) {
    int n = members.length;
    int[] starts = new int[n];
    for (int i = 0; i < n; i++) {
      starts[i] = transactions.start(members[i]);
    }
    behind = new int[n];
    boolean[] isFirst = new boolean[n + 1];
    for (int i = 0; i < n; i++) {
      behind[i] = firstAfter(transactions.end(members[i]), i + 1, starts);
      isFirst[behind[i]] = true;
    }
    before = new int[n];
    int relay = NOBODY;
    for (int i = 0; i < n; i++) {
      relay += isFirst[i] ? 1 : 0;
      before[i] = relay;
    }
    relays = relay + 1;
    for (int i = 0; i < n; i++) {
      behind[i] = behind[i] == n ? NOBODY : before[behind[i]];
    }
  }

  /** The place of the first call after an instant; most often that is near where to look from. */
  private static int firstAfter(int end, int from, int[] starts) {
    int low = from;
    int step = 1;
    while (low + step < starts.length && starts[low + step] < end) {
      low += step;
      step *= 2;
    }
    int high = Math.min(low + step, starts.length);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (starts[middle] < end) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** How many relays there are. */
  public int relays() {
    return relays;
  }

  /**
   * Tells the edges.
   *
   * @param first the number of the first relay
   * @param begin a member's first instant
   * @param end its last one
   */
  public void tell(int first, IntUnaryOperator begin, IntUnaryOperator end, Graph.Sink sink) {
    for (int relay = 1; relay < relays; relay++) {
      sink.add(first + relay - 1, first + relay, Graph.RELAY);
    }
    for (int i = 0; i < before.length; i++) {
      if (before[i] != NOBODY) {
        sink.add(first + before[i], begin.applyAsInt(i), Graph.RELAY);
      }
      if (behind[i] != NOBODY) {
        sink.add(end.applyAsInt(i), first + behind[i], Graph.PO);
      }
    }
  }

  /**
   * Tells the edges from and to one member and those of the chain behind its relay.
   *
   * @param first the number of the first relay
   * @param begin the member's first instant
   * @param end its last one
   */
  public void tell(int member, int first, int begin, int end, OutEdges.Sink sink) {
    int relay = before[member];
    boolean isNew = relay != NOBODY && (member == 0 || before[member - 1] != relay);
    if (isNew && relay + 1 < relays) {
      sink.add(first + relay, first + relay + 1);
    }
    if (relay != NOBODY) {
      sink.add(first + relay, begin);
    }
    if (behind[member] != NOBODY) {
      sink.add(end, first + behind[member]);
    }
  }
}
