package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Judges registers whose values were written more than once, so that a read does not tell whose
 * write it saw.
 *
 * <p>A level is kept if it is for one choice of writers ({@link Candidates}); each choice is a
 * history of unique values, which {@link RegisterLevels} decides, with all that goes with it. What
 * no order in real time explains ({@link ValueSearch}) is not strictly serializable; what is wrong
 * whoever wrote what reads saw is wrong without those reads, too. In between, choices are tried one
 * after the other, beginning with that of the order that was found; from each that breaks a level a
 * small part that does so by itself is learned (Junker's QuickXplain, 2004), and no choice with
 * that part is tried again. There can be exponentially many, hence a budget.
 */
final class RepeatedWrites {
  /** What no choice of writers can keep or break by itself: only the order of writes does. */
  private static final Set<Level> BY_WRITES_ONLY =
      EnumSet.of(
          Level.READ_UNCOMMITTED,
          Level.STRONG_SESSION_READ_UNCOMMITTED,
          Level.STRONG_READ_UNCOMMITTED);

  /** The levels that are decided by themselves, a level behind those that it is implied by. */
  private static final List<Level> DECIDED =
      List.of(
          Level.STRICT_SERIALIZABLE,
          Level.STRONG_SESSION_SERIALIZABLE,
          Level.SERIALIZABLE,
          Level.REPEATABLE_READ,
          Level.STRONG_SNAPSHOT_ISOLATION,
          Level.STRONG_SESSION_SNAPSHOT_ISOLATION,
          Level.SNAPSHOT_ISOLATION,
          Level.PARALLEL_SNAPSHOT_ISOLATION,
          Level.CONSISTENT_VIEW,
          Level.PREFIX,
          Level.CAUSAL_CERONE,
          Level.READ_ATOMIC,
          Level.MONOTONIC_ATOMIC_VIEW,
          Level.STRONG_READ_COMMITTED,
          Level.STRONG_SESSION_READ_COMMITTED,
          Level.READ_COMMITTED);

  /** How long to try for a level that was not asked for. */
  private static final long ASIDE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** With how many configurations to look for a likely order first. */
  private static final int QUICK = 1_000;

  /** Stands for a read that is ignored. */
  private static final int IGNORED = -1;

  private final Transactions transactions;
  private final Candidates candidates;
  private final Findings findings;
  private final RuledOut ruledOut;
  private final Level promised;
  private final Budget whole;
  private final Set<Level> held = EnumSet.noneOf(Level.class);
  private String undecided = "";

  /** What came of one choice of writers. */
  private record Outcome(Set<Level> held, Set<Level> violated, int[] witness) {}

  /** The choices of some reads that break a level by themselves. */
  private record Nogood(int[] reads, int[] places) {}

  /**
   * Prepares to judge.
   *
   * @param promised the level that matters most
   * @param findings where anomalies go that there are whoever wrote what
   */
  RepeatedWrites(
      Transactions transactions,
      Level promised,
      Findings findings,
      RuledOut ruledOut,
      Budget budget) {
    this.transactions = transactions;
    this.findings = findings;
    this.ruledOut = ruledOut;
    this.promised = promised;
    whole = budget;
    candidates = new Candidates(transactions);
  }

  Set<Level> held() {
    return held;
  }

  String undecided() {
    return undecided;
  }

  /** How many reads have more than one possible writer. */
  int openReads() {
    return candidates.open().size();
  }

  void judge() {
    judgeCertain();
    if (candidates.open().isEmpty()) {
      return;
    }
    int[] likely = new int[candidates.open().size()];
    try {
      likely = likely();
    } catch (BudgetExceededException spent) {
      undecided = spent.getMessage();
    }
    if (DECIDED.contains(promised) && !isDecided(promised)) {
      new Deciding(promised, likely, whole).decide();
    }
    for (Level level : DECIDED) {
      if (!isDecided(level) && level != promised) {
        new Deciding(level, likely, soon()).decide();
      }
    }
  }

  private Budget soon() {
    return new Budget(
        Math.min(whole.deadlineNanos(), System.nanoTime() + ASIDE_NANOS),
        whole.configurationsMax());
  }

  private boolean isDecided(Level level) {
    return Level.impliedBy(held).contains(level) || ruledOut.all().contains(level);
  }

  /** Finds what is wrong even without the reads whose writers are not known. */
  private void judgeCertain() {
    int[] ignored = new int[candidates.open().size()];
    Arrays.fill(ignored, IGNORED);
    Transactions certain = candidates.with(ignored);
    RwRegister registers =
        new RwRegister(certain, new Writers(certain, MicroOps.Kind.WRITE), findings);
    RegisterLevels levels = new RegisterLevels(registers, findings, ruledOut);
    levels.judge(whole);
    if (candidates.open().isEmpty()) {
      held.addAll(levels.held());
      undecided = levels.undecided();
    }
  }

  /** The writers that an order in real time suggests; notes it if there is none for all. */
  private int[] likely() {
    ValueSearch quick = new ValueSearch(transactions, QUICK, whole);
    int[] order = quick.order();
    if (quick.failure() == null) {
      return seen(order);
    }
    try {
      ValueSearch exact =
          quick.isExact() ? quick : new ValueSearch(transactions, Integer.MAX_VALUE, half());
      order = exact == quick ? order : exact.order();
      if (exact.failure() != null && !isDecided(Level.STRICT_SERIALIZABLE)) {
        tell(exact.failure());
      }
    } catch (BudgetExceededException spent) {
      undecided = spent.getMessage();
    }
    return seen(order);
  }

  /** Leaves time to try choices. */
  private Budget half() {
    long left = whole.deadlineNanos() - System.nanoTime();
    return new Budget(System.nanoTime() + left / 2, whole.configurationsMax());
  }

  /** Whose write each open read saw in an order, where that is a candidate. */
  private int[] seen(int[] order) {
    int[] likely = new int[candidates.open().size()];
    Map<Integer, List<Integer>> opensOf = new HashMap<>();
    for (int i = 0; i < likely.length; i++) {
      opensOf
          .computeIfAbsent(candidates.open().get(i).transaction(), t -> new ArrayList<>())
          .add(i);
    }
    MicroOps ops = transactions.ops;
    long[] last = new long[ops.keyCount()];
    Arrays.fill(last, CellPool.NIL);
    Transactions named = candidates.with(new int[0]);
    for (int t : order) {
      for (int i : opensOf.getOrDefault(t, List.of())) {
        long seen = last[ops.key(candidates.open().get(i).positions()[0])];
        long[] names = candidates.open().get(i).names();
        for (int p = 0; p < names.length; p++) {
          likely[i] = names[p] == seen ? p : likely[i];
        }
      }
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.WRITE) {
          last[ops.key(at)] = named.cell(at);
        }
      }
    }
    return likely;
  }

  private void tell(ValueSearch.Failure failure) {
    String anomaly = "non-strict-serializable";
    int[] witness =
        IntStream.concat(
                IntStream.of(failure.transaction()),
                failure.open().stream().mapToInt(t -> t).sorted())
            .toArray();
    findings.add(
        anomaly,
        Value.NIL,
        witness,
        () ->
            ("%s read values that no order in real time explains, whoever wrote them: whatever came"
                    + " before it, and whichever of the %d transactions open when it ended are"
                    + " counted.")
                .formatted(transactions.name(failure.transaction()), failure.open().size()));
    ruledOut.add(anomaly, Set.of(Level.STRICT_SERIALIZABLE));
  }

  /** The decision of one level. */
  private final class Deciding {
    private final Level level;
    private final int[] likely;
    private final Budget budget;
    private final List<Nogood> nogoods = new ArrayList<>();

    Deciding(Level level, int[] likely, Budget budget) {
      this.level = level;
      this.likely = likely;
      this.budget = budget;
    }

    void decide() {
      int[] choice = likely.clone();
      while (true) {
        Outcome outcome = outcome(choice);
        held.addAll(outcome.held());
        if (outcome.held().contains(level)) {
          return;
        }
        if (!outcome.violated().contains(level) || budget.isOutOfTime()) {
          giveUp();
          return;
        }
        nogoods.add(explain(choice, outcome.witness()));
        Choosing choosing = new Choosing(nogoods, likely);
        choice = choosing.next();
        if (choosing.gaveUp || (choice == null && !candidates.isComplete())) {
          giveUp();
          return;
        }
        if (choice == null) {
          rule();
          return;
        }
      }
    }

    private void giveUp() {
      if (undecided.isEmpty() || level == promised) {
        undecided =
            ("%d reads of values that several transactions wrote could be of any of them, and not"
                    + " all choices were tried; write unique values")
                .formatted(candidates.open().size());
      }
    }

    private void rule() {
      String anomaly = "non-" + level.levelName();
      int[] readers =
          nogoods.stream()
              .flatMapToInt(nogood -> IntStream.of(nogood.reads()))
              .map(read -> candidates.open().get(read).transaction())
              .distinct()
              .sorted()
              .toArray();
      findings.add(
          anomaly,
          Value.NIL,
          readers,
          () ->
              ("Whichever of those who wrote the values that %s read they are taken from, the"
                      + " history is not %s: each of %d ways to choose contradicts the rest.")
                  .formatted(
                      String.join(
                          ", ", IntStream.of(readers).mapToObj(transactions::name).toList()),
                      level.levelName(),
                      nogoods.size()));
      ruledOut.add(anomaly, Set.of(level));
    }

    private Outcome outcome(int[] choice) {
      Transactions named = candidates.with(choice);
      Findings found = new Findings(named);
      RwRegister registers = new RwRegister(named, new Writers(named, MicroOps.Kind.WRITE), found);
      RuledOut own = new RuledOut();
      RegisterLevels levels = new RegisterLevels(registers, found, own, EnumSet.of(level));
      levels.judge(budget);
      Set<Level> violated = own.all();
      violated.removeAll(BY_WRITES_ONLY);
      Set<Level> kept = Level.impliedBy(levels.held());
      kept.removeAll(violated);
      int[] witness =
          found.anomalies().stream()
              .filter(anomaly -> own.concerns(anomaly.name(), level))
              .flatMap(anomaly -> anomaly.witness().stream())
              .mapToInt(operation -> (int) operation.invocation().index())
              .distinct()
              .sorted()
              .toArray();
      return new Outcome(kept, violated, witness);
    }

    /** The part of a choice that breaks the level by itself, which is looked for in the witness. */
    private Nogood explain(int[] choice, int[] witness) {
      int[] all = IntStream.range(0, choice.length).toArray();
      int[] near =
          IntStream.of(all)
              .filter(read -> Arrays.binarySearch(witness, index(read)) >= 0)
              .toArray();
      int[] reads = breaks(choice, near) ? near : all;
      reads = smallest(choice, new int[0], false, reads);
      Arrays.sort(reads);
      return new Nogood(reads, IntStream.of(reads).map(read -> choice[read]).toArray());
    }

    private int index(int read) {
      int t = candidates.open().get(read).transaction();
      return (int) transactions.operation(t).invocation().index();
    }

    private boolean breaks(int[] choice, int[] reads) {
      int[] some = new int[choice.length];
      Arrays.fill(some, IGNORED);
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
  }

  private static int[] joined(int[] one, int[] other) {
    return IntStream.concat(IntStream.of(one), IntStream.of(other)).toArray();
  }

  /** Looks for a choice that contains no nogood. */
  private final class Choosing {
    private static final long STEPS_MAX = 1_000_000;

    private final List<List<Nogood>> endingAt = new ArrayList<>();
    private final int[] likely;
    private final int[] choice;
    private final boolean isImpossible;
    private long steps;
    boolean gaveUp;

    Choosing(List<Nogood> nogoods, int[] likely) {
      this.likely = likely;
      choice = new int[likely.length];
      for (int i = 0; i < likely.length; i++) {
        endingAt.add(new ArrayList<>());
      }
      boolean impossible = false;
      for (Nogood nogood : nogoods) {
        if (nogood.reads().length == 0) {
          impossible = true;
        } else {
          endingAt.get(nogood.reads()[nogood.reads().length - 1]).add(nogood);
        }
      }
      isImpossible = impossible;
    }

    /** A choice, as far as possible the likely one; null if there is none. */
    int[] next() {
      int[] tried = new int[choice.length];
      int at = 0;
      while (!isImpossible && at >= 0 && at < choice.length) {
        int count = candidates.open().get(at).names().length;
        if (++steps > STEPS_MAX) {
          gaveUp = true;
          return null;
        }
        if (tried[at] == count) {
          tried[at] = 0;
          at--;
          continue;
        }
        // The likely one first, the others in their order.
        choice[at] = (likely[at] + tried[at]++) % count;
        if (endingAt.get(at).stream().noneMatch(this::isMet)) {
          at++;
        }
      }
      return isImpossible || at < 0 ? null : choice;
    }

    private boolean isMet(Nogood nogood) {
      for (int i = 0; i < nogood.reads().length; i++) {
        if (choice[nogood.reads()[i]] != nogood.places()[i]) {
          return false;
        }
      }
      return true;
    }
  }
}
