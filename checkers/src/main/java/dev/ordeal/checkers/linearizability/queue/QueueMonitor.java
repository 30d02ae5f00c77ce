package dev.ordeal.checkers.linearizability.queue;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Columns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of queues into which no element is put twice, in O(n log n).
 *
 * <p>A first-in-first-out queue's history is linearizable iff no element comes out that was not put
 * in, none comes out twice or before it was put in, none that was put in entirely before another
 * comes out entirely after it or not at all, and no removal finds nothing while elements are there
 * all the time (Henzinger, Sezgin and Vafeiadis, <em>Aspect-oriented linearizability proofs</em>,
 * 2013). An unordered queue drops the condition on order.
 *
 * <p>Crashed removals take elements that nobody saw leave: see {@link CrashedRemovals}. Where
 * removals both crashed and found nothing, several ways of sharing them out have to be weighed; if
 * the most promising one fails, the general search decides.
 */
public final class QueueMonitor {
  private final Elements elements;
  private final boolean ordered;

  private QueueMonitor(Elements elements, boolean ordered) {
    this.elements = elements;
    this.ordered = ordered;
  }

  /**
   * Decides.
   *
   * @param ordered whether what comes first leaves first
   */
  public static Optional<Finding> decide(Columns columns, int[] operations, boolean ordered) {
    return Elements.of(columns, operations, "enqueue", "dequeue")
        .flatMap(
            elements -> elements.wrong().or(() -> new QueueMonitor(elements, ordered).decide()));
  }

  private Optional<Finding> decide() {
    int n = elements.count;
    int[] deadlines = new int[n];
    int[] overtaker = Elements.filled(n);
    Arrays.fill(deadlines, CrashedRemovals.NO_DEADLINE);
    if (ordered) {
      Finding disorder = order(deadlines, overtaker);
      if (disorder != null) {
        return Optional.of(disorder);
      }
    }
    CrashedRemovals crashed = new CrashedRemovals(elements);
    CrashedRemovals.Shares shares = crashed.byDeadline(deadlines);
    int without = shares.without();
    if (without != Elements.NONE) {
      return Optional.of(lost(without, overtaker[without]));
    }
    if (elements.empties.length == 0) {
      return linearizable(shares.start());
    }
    return empties(deadlines, crashed, shares.start());
  }

  private Optional<Finding> linearizable(int[] crashedStart) {
    return Optional.of(
        new Finding.Linearizable(
            () -> {
              QueueOrder order = new QueueOrder(elements, crashedStart);
              return ordered ? order.ordered() : order.unordered();
            }));
  }

  private Optional<Finding> empties(int[] deadlines, CrashedRemovals crashed, int[] shares) {
    int gaps = elements.ranks.never();
    EmptyAnswers answers = new EmptyAnswers(elements);
    boolean[] unseen = new boolean[elements.count];
    for (int e = 0; e < unseen.length; e++) {
      unseen[e] = !elements.isRemoved(e);
    }
    int[] from = elements.insertEnd;
    int[] to = elements.removeStart;
    Cover seen = new Cover(gaps, from, to, elements.count, unseen);
    Cover all = new Cover(gaps, from, to, elements.count, null);
    int impossible = answers.impossible(crashed.none() ? all : seen);
    if (impossible != Elements.NONE) {
      return Optional.of(answers.story(impossible, crashed.none() ? to : ofSeen()));
    }
    if (answers.impossible(all) == Elements.NONE) {
      return linearizable(shares);
    }
    int[] due = deadlines.clone();
    answers.deadlines(seen, due);
    for (int[] start : List.of(crashed.inOrder(), crashed.everybody(due))) {
      if (isPossible(start, deadlines, answers)) {
        return linearizable(start);
      }
    }
    return Optional.empty();
  }

  private boolean isPossible(int[] start, int[] deadlines, EmptyAnswers answers) {
    int[] removed = elements.removeStartWith(start);
    Cover cover =
        new Cover(elements.ranks.never(), elements.insertEnd, removed, elements.count, null);
    return keeps(deadlines, start) && answers.impossible(cover) == Elements.NONE;
  }

  private static boolean keeps(int[] deadlines, int[] start) {
    for (int e = 0; e < deadlines.length; e++) {
      boolean due = deadlines[e] != CrashedRemovals.NO_DEADLINE;
      if (due && (start[e] == Elements.NONE || start[e] >= deadlines[e])) {
        return false;
      }
    }
    return true;
  }

  /** Ends of presence that leave out what nobody saw leave. */
  private int[] ofSeen() {
    int[] to = Arrays.copyOf(elements.removeStart, elements.count);
    for (int e = 0; e < to.length; e++) {
      to[e] = elements.isRemoved(e) ? to[e] : 0;
    }
    return to;
  }

  /**
   * Looks for an element that was put in before another and seen to leave after it. Those that were
   * not seen to leave get a deadline and the element that sets it.
   */
  private Finding order(int[] deadlines, int[] overtaker) {
    int ranks = elements.ranks.never() + 1;
    int[] insertedAt = byRank(elements.insertStart, ranks);
    int[] insertedUntil = byRank(elements.insertEnd, ranks);
    int latest = Elements.NONE;
    for (int rank = 0; rank < ranks; rank++) {
      int a = insertedUntil[rank];
      if (a != Elements.NONE
          && elements.isRemoved(a)
          && elements.insertEnd[a] < elements.ranks.never()
          && (latest == Elements.NONE || elements.removeStart[a] > elements.removeStart[latest])) {
        latest = a;
      }
      int b = insertedAt[rank];
      if (b != Elements.NONE
          && latest != Elements.NONE
          && elements.removeEnd[b] < elements.removeStart[latest]) {
        return disorder(latest, b);
      }
    }
    int earliest = Elements.NONE;
    for (int rank = ranks - 1; rank >= 0; rank--) {
      int b = insertedAt[rank];
      if (b != Elements.NONE
          && elements.isRemoved(b)
          && (earliest == Elements.NONE || elements.removeEnd[b] < elements.removeEnd[earliest])) {
        earliest = b;
      }
      int a = insertedUntil[rank];
      if (a != Elements.NONE && !elements.isRemoved(a) && earliest != Elements.NONE) {
        deadlines[a] = elements.removeEnd[earliest];
        overtaker[a] = earliest;
      }
    }
    return null;
  }

  /** The element whose event stands at each rank; those that never come about are left out. */
  private int[] byRank(int[] ranksOf, int ranks) {
    int[] at = Elements.filled(ranks);
    for (int e = 0; e < elements.count; e++) {
      if (ranksOf[e] < elements.ranks.never()) {
        at[ranksOf[e]] = e;
      }
    }
    return at;
  }

  private Finding disorder(int first, int second) {
    String text =
        "%s was put in before %s (%s was over when %s was called) but came out after it (%s was"
            + " over when %s was called).";
    return new Finding.Violated(
        "out-of-order",
        text.formatted(
            elements.value(first),
            elements.value(second),
            name(elements.in(first)),
            name(elements.in(second)),
            name(elements.out(second)),
            name(elements.out(first))),
        List.of(
            elements.in(first), elements.in(second), elements.out(second), elements.out(first)));
  }

  private Finding lost(int lost, int later) {
    String crashes =
        elements.crashedRemovals.length == 0
            ? "nobody took it out"
            : "of the removals that crashed none is left that was called early enough to have taken"
                + " it";
    String text =
        "%s was put in before %s (%s was over when %s was called), and %s came out; but %s.";
    return new Finding.Violated(
        "lost-element",
        capital(
            text.formatted(
                elements.value(lost),
                elements.value(later),
                name(elements.in(lost)),
                name(elements.in(later)),
                elements.value(later),
                crashes)),
        List.of(elements.in(lost), elements.in(later), elements.out(later)));
  }
}
