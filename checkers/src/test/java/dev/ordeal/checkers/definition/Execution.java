package dev.ordeal.checkers.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * A choice of which transactions of unknown outcome committed. Committed transactions are numbered
 * from 0; sets of them are bit masks.
 *
 * @param kind what the objects are
 * @param committed those that committed
 * @param others those that did not
 */
record Execution(Kind kind, List<Transaction> committed, List<Transaction> others) {
  /** All choices. */
  static List<Execution> of(Observation observation) {
    List<Transaction> unknown =
        observation.transactions().stream()
            .filter(t -> t.outcome() == Transaction.Outcome.UNKNOWN)
            .toList();
    List<Execution> choices = new ArrayList<>();
    for (int mask = 0; mask < 1 << unknown.size(); mask++) {
      List<Transaction> committed = new ArrayList<>();
      List<Transaction> others = new ArrayList<>();
      for (Transaction transaction : observation.transactions()) {
        int at = unknown.indexOf(transaction);
        boolean happened = at >= 0 ? (mask & 1 << at) != 0 : transaction.isCertain();
        (happened ? committed : others).add(transaction);
      }
      choices.add(new Execution(observation.kind(), committed, others));
    }
    return choices;
  }

  int size() {
    return committed.size();
  }

  Transaction get(int number) {
    return committed.get(number);
  }

  /** All keys that are read or written. */
  List<Integer> keys() {
    return Stream.concat(committed.stream(), others.stream())
        .flatMap(t -> t.micros().stream())
        .map(Micro::key)
        .distinct()
        .toList();
  }

  /** Who writes a key. */
  int writers(int key) {
    int mask = 0;
    for (int t = 0; t < size(); t++) {
      mask |= get(t).writes(key) ? 1 << t : 0;
    }
    return mask;
  }

  /** Of each transaction, whom its session committed before it. */
  int[] sessionOrder() {
    return order(Transaction::isBeforeInSession);
  }

  /** Of each transaction, who ended before it began. */
  int[] realTime() {
    return order(Transaction::isBefore);
  }

  private int[] order(BiPredicate<Transaction, Transaction> isBefore) {
    int[] before = new int[size()];
    for (int t = 0; t < size(); t++) {
      for (int other = 0; other < size(); other++) {
        before[t] |= other != t && isBefore.test(get(other), get(t)) ? 1 << other : 0;
      }
    }
    return before;
  }

  /**
   * Whether the lists that were read are all prefixes of one, to which transactions append in an
   * order. Whatever else a level allows, a list has one content after each append.
   */
  boolean isTraceable(int[] order) {
    if (kind != Kind.LIST) {
      return true;
    }
    for (int key : keys()) {
      List<Integer> all = new ArrayList<>();
      for (int t : order) {
        all.addAll(get(t).written(key));
      }
      for (Transaction transaction : committed) {
        for (Micro micro : transaction.micros()) {
          if (transaction.isCertain() && micro.isRead() && micro.key() == key) {
            int size = micro.values().size();
            if (size > all.size() || !all.subList(0, size).equals(micro.values())) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }
}
