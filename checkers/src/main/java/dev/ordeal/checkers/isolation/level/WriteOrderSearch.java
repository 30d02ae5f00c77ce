package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.order.EdgeChoices;
import dev.ordeal.checkers.isolation.order.Pairs;
import dev.ordeal.checkers.solver.CdclSolver;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether writers of the same object whose order nobody saw can be put into one that a level
 * allows: of two of them, the second has to come after all of the first.
 *
 * <p>Starts with an order that fits what is known, takes the writers in that order, and learns what
 * cannot be together ({@link CdclSolver}). Who stands next to each other is all that has to be
 * chosen; the rest follows. Exponential at worst, hence a budget.
 */
final class WriteOrderSearch {
  private static final int NOTHING = -1;

  private final CyclicComponent part;
  private final List<int[]> groups;
  private final Budget budget;
  private final boolean parallel;
  private final SnapshotCommitGraph instants;
  private final DynamicTopologicalOrder order;
  private final CdclSolver clauses;
  private final Pairs pairs;

  /** The choices that could not be together, of the last contradiction last. */
  private final Set<Integer> concerned = new LinkedHashSet<>();

  private WriteOrderSearch(
      CyclicComponent part,
      List<int[]> groups,
      boolean parallel,
      SnapshotCommitGraph instants,
      Budget budget) {
    this.part = part;
    // The order within each changes.
    this.groups = groups.stream().map(int[]::clone).toList();
    this.budget = budget;
    this.parallel = parallel;
    this.instants = instants;
    order = instants.liveOrder();
    EdgeChoices choices =
        new EdgeChoices(order, instants::begin, instants::end, budget::isOutOfTime, this::note);
    clauses = choices.clauses;
    pairs = choices.pairs;
  }

  /**
   * For snapshot isolation; what is known has to keep it.
   *
   * @param groups of writers, by the part's numbers
   */
  static WriteOrderSearch snapshots(
      CyclicComponent part, List<int[]> groups, CycleClass.Bond bond, Budget budget) {
    return new WriteOrderSearch(
        part, groups, false, SnapshotCommitGraph.snapshots(part, bond), budget);
  }

  /** For parallel snapshot isolation. */
  static WriteOrderSearch parallel(CyclicComponent part, List<int[]> groups, Budget budget) {
    return new WriteOrderSearch(part, groups, true, SnapshotCommitGraph.dependencies(part), budget);
  }

  /** Decides. */
  Answer decide() {
    ReadSkew skew = new ReadSkew(part, order);
    while (true) {
      CdclSolver.Outcome outcome = chooseAll();
      if (outcome == CdclSolver.Outcome.SETTLED) {
        if (!parallel || !skew.exists(budget)) {
          return skew.gaveUp() ? Answer.GAVE_UP : Answer.POSSIBLE;
        }
        note();
        outcome = clauses.exclude(order.cycleLabels());
      }
      switch (outcome) {
        case SETTLED -> {}
        case IMPOSSIBLE -> {
          return Answer.IMPOSSIBLE;
        }
        case ENDED -> {
          return Answer.GAVE_UP;
        }
      }
    }
  }

  /**
   * After {@link Answer#IMPOSSIBLE}: pairs of writers, by the part's numbers, of which no order
   * will do; the first are those that the last contradiction was about.
   */
  List<int[]> contradicting() {
    return new ArrayList<>(concerned)
        .reversed().stream()
            .map(choice -> new int[] {pairs.before(2 * choice), pairs.behind(2 * choice)})
            .toList();
  }

  /** Chooses until the order of each group is settled. */
  private CdclSolver.Outcome chooseAll() {
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int[] group : groups) {
        for (int literal = open(group); literal >= 0; literal = open(group)) {
          CdclSolver.Outcome outcome = clauses.decide(literal);
          if (outcome != CdclSolver.Outcome.SETTLED) {
            return outcome;
          }
          changed = true;
        }
      }
    }
    return CdclSolver.Outcome.SETTLED;
  }

  /** An open choice about two of a group who stand next to each other, as the order has them. */
  private int open(int[] group) {
    sort(group);
    for (int i = 1; i < group.length; i++) {
      int literal = pairs.literal(group[i - 1], group[i]);
      if (clauses.isOpen(literal >> 1)) {
        return literal;
      }
    }
    return NOTHING;
  }

  private void sort(int[] group) {
    boolean sorted = true;
    for (int i = 1; i < group.length; i++) {
      sorted &= place(group[i - 1]) < place(group[i]);
    }
    if (!sorted) {
      int[] reordered =
          Arrays.stream(group)
              .boxed()
              .sorted(Comparator.comparingInt(this::place))
              .mapToInt(t -> t)
              .toArray();
      System.arraycopy(reordered, 0, group, 0, group.length);
    }
  }

  private int place(int t) {
    return order.position(instants.end(t));
  }

  private void note() {
    for (int label : order.cycleLabels()) {
      concerned.remove(label >> 1);
      concerned.add(label >> 1);
    }
  }
}
