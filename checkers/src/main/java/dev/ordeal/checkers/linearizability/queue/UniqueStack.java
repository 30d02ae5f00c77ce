package dev.ordeal.checkers.linearizability.queue;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Smallest;
import dev.ordeal.checkers.linearizability.order.Placing;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a stack onto which no element is pushed twice, in O(n log n).
 *
 * <p>An element lies there for certain from the end of its push to the start of its pop; that is
 * its <em>core</em>. One whose push and pop overlap has none and can be pushed and popped at once.
 *
 * <ul>
 *   <li>At an instant that no core covers, the stack can be empty: what lies before and what lies
 *       after are independent. So the history falls apart into stretches that cores cover without a
 *       hole.
 *   <li>In such a stretch some element lies at the bottom from beginning to end. It must have been
 *       pushed before the first core begins and popped after the last one ends; any element that
 *       can be is as good as any other, because taking it away from a linearization leaves one, and
 *       putting it below one makes another. If there is none, the history is not linearizable.
 *       Without it the stretch may fall apart further.
 * </ul>
 *
 * <p>The idea of peeling elements off is that of Lee and Mathur (<em>Efficient decrease-and-conquer
 * linearizability monitoring</em>, 2025); elements that were not popped are popped in the end, all
 * at once. Crashed pops are treated as in {@link UniquePriorityQueue}.
 */
public final class UniqueStack {
  // What takes effect in a gap, in this order.
  private static final int POP = 0;
  private static final int AT_ONCE = 1;
  private static final int PUSH = 2;

  private final Elements elements;

  private UniqueStack(Elements elements) {
    this.elements = elements;
  }

  /**
   * Decides for one stack; empty where this algorithm cannot.
   *
   * @param operations their numbers, ascending
   */
  public static Optional<Finding> decide(Columns columns, int[] operations) {
    return Elements.of(columns, operations, "push", "pop")
        .flatMap(elements -> elements.wrong().or(() -> new UniqueStack(elements).decide()));
  }

  private Optional<Finding> decide() {
    CrashedRemovals crashed = new CrashedRemovals(elements);
    Finding without = attempt(Elements.filled(elements.count));
    if (without instanceof Finding.Linearizable || crashed.none()) {
      return Optional.of(without);
    }
    Finding inOrder = attempt(crashed.inOrder());
    if (inOrder instanceof Finding.Linearizable) {
      return Optional.of(inOrder);
    }
    Finding atBest = attempt(crashed.atBest());
    if (atBest instanceof Finding.Violated) {
      return Optional.of(atBest);
    }
    Finding everybody = attempt(crashed.everybody(deadlines()));
    return Optional.of(everybody).filter(Finding.Linearizable.class::isInstance);
  }

  private Finding attempt(int[] crashedStart) {
    int never = elements.ranks.never();
    int[] popStart = elements.removeStartWith(crashedStart);
    int[] popEnd = Arrays.copyOf(elements.removeEnd, elements.count);
    for (int e = 0; e < popEnd.length; e++) {
      if (!elements.isRemoved(e)) {
        popEnd[e] = never + 1;
      }
    }
    Cover cover = new Cover(never, elements.insertEnd, popStart, elements.count, null);
    EmptyAnswers answers = new EmptyAnswers(elements);
    int empty = answers.impossible(cover);
    if (empty != Elements.NONE) {
      return answers.story(empty, popStart);
    }
    Peeling peeling =
        new Peeling(elements.insertStart, elements.insertEnd, popStart, popEnd, never);
    int[] stuck = peeling.peel(all());
    return stuck.length == 0
        ? new Finding.Linearizable(() -> order(peeling, cover, crashedStart))
        : story(peeling, stuck);
  }

  /**
   * What lies below a stretch is pushed just before it and popped just after it. In each gap, first
   * what lay there is popped, then come those that are popped as soon as they are pushed and the
   * pops that find nothing, and then the pushes.
   */
  private int[] order(Peeling peeling, Cover cover, int[] crashedStart) {
    Placing placing = new Placing(2 * elements.count + elements.empties.length);
    int[] popStart = elements.removeStartWith(crashedStart);
    int[] byTurn = new int[elements.count];
    int cores = 0;
    for (int e = 0; e < elements.count; e++) {
      if (peeling.below[e] == Elements.NONE) {
        int gap = Math.max(elements.insertStart[e], popStart[e]);
        placing.add(elements.insertion[e], gap, AT_ONCE);
        placing.add(elements.removalWith(crashedStart, e), gap, AT_ONCE);
      } else {
        byTurn[peeling.turn[e]] = e;
        cores++;
      }
    }
    for (int turn = 0; turn < cores; turn++) {
      int e = byTurn[turn];
      placing.add(elements.insertion[e], peeling.below[e] - 1, PUSH);
    }
    for (int turn = cores - 1; turn >= 0; turn--) {
      int e = byTurn[turn];
      if (popStart[e] < elements.ranks.never()) {
        placing.add(elements.removalWith(crashedStart, e), peeling.until[e], POP);
      }
    }
    for (int op : elements.empties) {
      placing.add(op, cover.nextFree(elements.ranks.start(op)), AT_ONCE);
    }
    return placing.order();
  }

  private int[] all() {
    int[] all = new int[elements.count];
    Arrays.setAll(all, e -> e);
    return all;
  }

  /**
   * By when an element that nobody saw leave must be gone: before one comes out that certainly lay
   * below it.
   */
  private int[] deadlines() {
    int never = elements.ranks.never();
    int[] deadlines = new int[elements.count];
    Arrays.fill(deadlines, CrashedRemovals.NO_DEADLINE);
    if (elements.empties.length > 0) {
      boolean[] unseen = new boolean[elements.count];
      for (int e = 0; e < unseen.length; e++) {
        unseen[e] = !elements.isRemoved(e);
      }
      Cover seen =
          new Cover(never, elements.insertEnd, elements.removeStart, elements.count, unseen);
      new EmptyAnswers(elements).deadlines(seen, deadlines);
    }
    int[] pushedAt = Elements.filled(never + 1);
    int[] pushedUntil = Elements.filled(never + 1);
    for (int e = 0; e < elements.count; e++) {
      pushedAt[elements.insertStart[e]] = e;
      if (elements.insertEnd[e] < never) {
        pushedUntil[elements.insertEnd[e]] = e;
      }
    }
    // Of those pushed before: the earliest end of a pop that began after an instant.
    SuffixMinimum pops = new SuffixMinimum(never + 1);
    for (int rank = 0; rank < never; rank++) {
      int below = pushedUntil[rank];
      if (below != Elements.NONE && elements.isRemoved(below)) {
        pops.lower(elements.removeStart[below], elements.removeEnd[below]);
      }
      int e = pushedAt[rank];
      if (e != Elements.NONE && !elements.isRemoved(e)) {
        deadlines[e] = Math.min(deadlines[e], pops.from(elements.insertEnd[e]));
      }
    }
    return deadlines;
  }

  /** A Fenwick tree of minima over the places from one on. */
  private static final class SuffixMinimum {
    private final int[] tree;

    SuffixMinimum(int size) {
      tree = new int[size + 1];
      Arrays.fill(tree, CrashedRemovals.NO_DEADLINE);
    }

    void lower(int place, int value) {
      for (int i = tree.length - 1 - place; i < tree.length; i += i & -i) {
        tree[i] = Math.min(tree[i], value);
      }
    }

    int from(int place) {
      int minimum = CrashedRemovals.NO_DEADLINE;
      for (int i = tree.length - 1 - place; i > 0; i -= i & -i) {
        minimum = Math.min(minimum, tree[i]);
      }
      return minimum;
    }
  }

  private Finding story(Peeling peeling, int[] stuck) {
    int[] core = Smallest.thatStays(stuck, part -> peeling.peel(part).length > 0);
    List<Operation> witness = new ArrayList<>();
    StringBuilder names = new StringBuilder();
    for (int e : core) {
      names.append(names.isEmpty() ? "" : ", ").append(elements.value(e));
      witness.add(elements.in(e));
      if (elements.isRemoved(e)) {
        witness.add(elements.out(e));
      }
    }
    witness.sort(Comparator.comparingLong(op -> op.invocation().index()));
    String text =
        core.length == 1
            ? "The element %s fits no order of its own operations."
            : ("The elements %s were on the stack together without a break, so one of them lay at"
                + " the bottom: pushed before the others were there and popped after they had"
                + " gone. But none of them was: each was pushed after another one's push was over,"
                + " or popped before another one's pop began.");
    return new Finding.Violated("out-of-order", text.formatted(names), witness);
  }
}
