package dev.ordeal.checkers.isolation.value;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.level.LevelJudge;
import dev.ordeal.checkers.isolation.level.RegisterLevels;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Decides one level by trying choices of writers for reads of repeated values.
 *
 * <p>From each choice that breaks the level a part that does so by itself is learned, as small as
 * possible (Junker's QuickXplain, 2004): without the other reads the history is easier to explain,
 * so whatever is chosen for them, it breaks the level.
 */
final class WriterChoice {
  /** What no choice of writers can keep or break by itself: only the order of writes does. */
  private static final Set<ConsistencyModel> BY_WRITES_ONLY =
      EnumSet.of(
          ConsistencyModel.READ_UNCOMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_READ_UNCOMMITTED);

  /** Where it matters whose write of the same value each of several reads shows. */
  private static final Set<ConsistencyModel> BY_ORDER_OF_READS =
      EnumSet.of(ConsistencyModel.MONOTONIC_ATOMIC_VIEW, ConsistencyModel.SESSION_READ_COMMITTED);

  private final Transactions transactions;
  private final Candidates candidates;
  private final ConsistencyModel level;
  private final Budget budget;
  private final Nogoods nogoods;
  private final Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);

  /** What came of one choice. */
  private record Outcome(
      Set<ConsistencyModel> held, Set<ConsistencyModel> violated, int[] witness) {}

  WriterChoice(
      Transactions transactions, Candidates candidates, ConsistencyModel level, Budget budget) {
    this.transactions = transactions;
    this.candidates = candidates;
    this.level = level;
    this.budget = budget;
    nogoods = new Nogoods(candidates.open());
  }

  /** The levels that some choice keeps, the one that was asked for or others. */
  Set<ConsistencyModel> held() {
    return held;
  }

  /** What was learned. */
  Nogoods nogoods() {
    return nogoods;
  }

  /** Decides, beginning with a likely choice. */
  Answer decide(int[] likely) {
    int[] choice = likely;
    while (choice != null) {
      Outcome outcome = outcome(choice);
      held.addAll(outcome.held());
      if (outcome.held().contains(level)) {
        return Answer.POSSIBLE;
      }
      if (!outcome.violated().contains(level) || budget.isOutOfTime()) {
        return Answer.GAVE_UP;
      }
      nogoods.add(choice, reason(choice, outcome.witness()));
      choice = nogoods.next(likely);
    }
    boolean isComplete =
        candidates.isComplete()
            && !(BY_ORDER_OF_READS.contains(level) && candidates.repeatsReads());
    return nogoods.gaveUp() || !isComplete ? Answer.GAVE_UP : Answer.IMPOSSIBLE;
  }

  private Outcome outcome(int[] choice) {
    Transactions named = candidates.with(choice);
    Findings found = new Findings(named);
    RwRegister registers =
        new RwRegister(
            named,
            Writers.of(named, MicroOps.Kind.WRITE),
            found,
            budget.forPasses(LevelJudge.GRACE));
    ExcludedModels ruledOut = new ExcludedModels();
    RegisterLevels levels = new RegisterLevels(registers, found, ruledOut, Division.USUAL, level);
    levels.judge(budget);
    Set<ConsistencyModel> violated = ruledOut.all();
    violated.removeAll(BY_WRITES_ONLY);
    Set<ConsistencyModel> kept = ConsistencyModel.impliedBy(levels.held());
    kept.removeAll(violated);
    int[] witness =
        found.anomalies().stream()
            .filter(anomaly -> ruledOut.concerns(anomaly.name(), level))
            .flatMap(anomaly -> anomaly.witness().stream())
            .mapToInt(operation -> (int) operation.invocation().index())
            .distinct()
            .sorted()
            .toArray();
    return new Outcome(kept, violated, witness);
  }

  /** The reads that break the level by themselves, which are looked for in the witness first. */
  private int[] reason(int[] choice, int[] witness) {
    int[] all = IntStream.range(0, choice.length).toArray();
    int[] near =
        IntStream.of(all).filter(read -> Arrays.binarySearch(witness, index(read)) >= 0).toArray();
    return smallest(choice, new int[0], false, breaks(choice, near) ? near : all);
  }

  private int index(int read) {
    int t = candidates.open().get(read).transaction();
    return (int) transactions.operation(t).invocation().index();
  }

  private boolean breaks(int[] choice, int[] reads) {
    int[] some = candidates.ignoringAll();
    for (int read : reads) {
      some[read] = choice[read];
    }
    return outcome(some).violated().contains(level);
  }

  /** The part of some reads that, with others that are there already, breaks the level. */
  private int[] smallest(int[] choice, int[] there, boolean isNew, int[] some) {
    if (budget.isOutOfTime()) {
      return some;
    }
    if (isNew && breaks(choice, there)) {
      return new int[0];
    }
    if (some.length <= 1) {
      return some;
    }
    int[] left = Arrays.copyOf(some, some.length / 2);
    int[] right = Arrays.copyOfRange(some, some.length / 2, some.length);
    int[] ofRight = smallest(choice, joined(there, left), true, right);
    int[] ofLeft = smallest(choice, joined(there, ofRight), ofRight.length > 0, left);
    return joined(ofLeft, ofRight);
  }

  private static int[] joined(int[] one, int[] other) {
    return IntStream.concat(IntStream.of(one), IntStream.of(other)).toArray();
  }
}
