package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.turn.Turns;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Whether the writes of one part that nobody read can be put in an order that the levels of
 * snapshots allow.
 *
 * <p>Of two that wrote the same object one comes second, and where snapshots matter it must have
 * seen the other; elsewhere the order of commits will do. An order that does for a level does for
 * weaker ones.
 */
final class UnorderedWrites implements Turns.Task {
  /** How many pairs of writers are tried for one that contradicts by itself. */
  private static final int PAIRS_MAX = 100;

  /** Among how many transactions they are tried all together. */
  private static final int TRIED_MAX = 2_000_000;

  /** Puts writers in order. */
  private interface Ordered {
    WriteOrderSearch of(List<int[]> groups, Budget budget);
  }

  /** Levels, and how writers are put in order that they allow. */
  private record Ordering(Set<ConsistencyModel> levels, Ordered of) {}

  private final Transactions transactions;
  private final CyclicComponent part;
  private final List<int[]> groups;
  private final Findings findings;
  private final ExcludedModels ruledOut;

  /** What is not decided, the strongest first. */
  private final List<Ordering> undecided = new ArrayList<>();

  /** Of those, what more time does not decide. */
  private final List<Ordering> givenUp = new ArrayList<>();

  /** The weakest that is refuted; null if none is. */
  private Ordering refuted;

  private List<int[]> contradicting = List.of();

  /**
   * Writers of a part, not yet in order.
   *
   * @param groups of writers of the same object, by the part's numbers
   * @param findings takes the anomalies that are found
   * @param ruledOut takes the levels that are not kept
   */
  UnorderedWrites(
      Transactions transactions,
      CyclicComponent part,
      List<int[]> groups,
      Findings findings,
      ExcludedModels ruledOut) {
    this.transactions = transactions;
    this.part = part;
    this.groups = groups;
    this.findings = findings;
    this.ruledOut = ruledOut;
    snapshots(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION, CycleClass.Bond.REALTIME);
    snapshots(ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION, CycleClass.Bond.PROCESS);
    snapshots(ConsistencyModel.SNAPSHOT_ISOLATION, CycleClass.Bond.NONE);
    undecided.add(
        new Ordering(
            LevelJudge.SKEWED, (some, budget) -> WriteOrderSearch.parallel(part, some, budget)));
  }

  private void snapshots(ConsistencyModel level, CycleClass.Bond bond) {
    undecided.add(
        new Ordering(
            Set.of(level), (some, budget) -> WriteOrderSearch.snapshots(part, some, bond, budget)));
  }

  /** The levels that are not decided. */
  Set<ConsistencyModel> open() {
    Set<ConsistencyModel> open = EnumSet.noneOf(ConsistencyModel.class);
    undecided.stream().filter(this::isOpen).forEach(ordering -> open.addAll(ordering.levels));
    return open;
  }

  /** Why they are not. */
  String reason() {
    return "writes that nobody read, of %d objects, can be ordered in too many ways"
        .formatted(groups.size());
  }

  private boolean isOpen(Ordering ordering) {
    return !ruledOut.all().containsAll(ordering.levels);
  }

  @Override
  public boolean isSettled() {
    return undecided.stream().noneMatch(o -> isOpen(o) && !givenUp.contains(o));
  }

  @Override
  public void take(Budget turn) {
    List<Ordering> all = List.copyOf(undecided);
    for (int i = 0; i < all.size(); i++) {
      Ordering ordering = all.get(i);
      if (!isOpen(ordering) || givenUp.contains(ordering)) {
        continue;
      }
      Budget share = turn.share(all.size() - i);
      Answer answer = answer(ordering, share);
      if (answer == Answer.POSSIBLE) {
        undecided.removeAll(all.subList(i, all.size()));
        return;
      }
      if (answer == Answer.IMPOSSIBLE) {
        undecided.remove(ordering);
        ruledOut.add("conflicting-writes", ordering.levels);
      } else if (!share.isOutOfTime()) {
        givenUp.add(ordering);
      }
    }
  }

  private Answer answer(Ordering ordering, Budget share) {
    try {
      WriteOrderSearch search = ordering.of.of(groups, share);
      Answer answer = search.decide();
      if (answer == Answer.IMPOSSIBLE) {
        refuted = ordering;
        contradicting = search.contradicting();
      }
      return answer;
    } catch (OutOfMemoryError spent) {
      givenUp.add(ordering);
      return Answer.GAVE_UP;
    }
  }

  /** Tells of two writers of which no order will do, or of all where two alone are not found. */
  void tell(Budget budget) {
    if (refuted == null || findings.has("conflicting-writes")) {
      return;
    }
    Ordered about = refuted.of;
    int tries = Math.clamp(TRIED_MAX / part.members.length, 1, PAIRS_MAX);
    int[] told =
        contradicting.stream()
            .limit(tries)
            .filter(pair -> about.of(List.of(pair), budget).decide() == Answer.IMPOSSIBLE)
            .findFirst()
            .orElseGet(
                () ->
                    contradicting.stream()
                        .flatMapToInt(IntStream::of)
                        .sorted()
                        .distinct()
                        .toArray());
    int[] witness = IntStream.of(told).map(t -> part.members[t]).toArray();
    List<String> names = IntStream.of(witness).mapToObj(transactions::name).toList();
    findings.add(
        "conflicting-writes",
        Value.NIL,
        witness,
        () ->
            witness.length == 2
                ? ("%s and %s both wrote the same object, so whichever came second must "
                        + "have had the other in its snapshot; but both orders contradict what was "
                        + "read.")
                    .formatted(names.getFirst(), names.getLast())
                : ("Of those among %s that wrote the same object one came first, and the others "
                        + "must have had it in their snapshots; but every order of them "
                        + "contradicts what was read.")
                    .formatted(String.join(", ", names)));
  }
}
