package dev.ordeal.checkers.isolation.counter;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.explanation.Contradiction;
import dev.ordeal.checkers.isolation.explanation.Unexplained;
import dev.ordeal.checkers.isolation.explanation.UnexplainedReads;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.finding.Levels;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.turn.DividedSearch;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.checkers.isolation.turn.KeyComponents;
import dev.ordeal.checkers.isolation.turn.Turns;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Transactions that increment counters and read them.
 *
 * <p>A sum does not tell whose increments are in it, so there are no dependencies to follow. Strict
 * serializability is decided by the search for an order that explains all sums, which looks at
 * transactions that overlap; serializability by the same search without real time, for some
 * seconds. Weaker levels are kept if these are; they are broken by sums that no increments explain
 * and by transactions that contradict themselves; else they stay unknown.
 */
public final class CounterTransactions implements Levels {
  private static final Duration SERIALIZABLE = Duration.ofSeconds(10);
  private static final int NONE = -1;

  /** How many transactions that incremented are shown with those that read. */
  private static final int WRITERS_SHOWN_MAX = 20;

  private final Transactions transactions;
  private final Findings findings;
  private final ExcludedModels ruledOut;
  private final Division division;
  private final MicroOps ops;
  private final Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);
  private String undecided = "";
  private Budget whole;

  /**
   * Transactions on counters, not yet judged.
   *
   * @param findings takes the anomalies that are found
   * @param ruledOut takes the levels that are not kept
   * @param division when a level is judged part by part
   */
  public CounterTransactions(
      Transactions transactions, Findings findings, ExcludedModels ruledOut, Division division) {
    this.division = division;
    this.transactions = transactions;
    this.findings = findings;
    this.ruledOut = ruledOut;
    ops = transactions.ops;
  }

  @Override
  public Set<ConsistencyModel> held() {
    return held;
  }

  @Override
  public String undecided() {
    return undecided;
  }

  @Override
  public void judge(Budget budget) {
    new CounterSums(transactions, findings).judge();
    for (int t = 0; t < transactions.size(); t++) {
      if (transactions.isOk(t)) {
        judgeOwn(t);
      }
    }
    ruledOut.addByName(findings);
    if (!findings.names().isEmpty()) {
      return;
    }
    int[] members = IntStream.range(0, transactions.size()).toArray();
    List<OrderTask> tasks = List.of(new OrderTask(true, members), new OrderTask(false, members));
    whole = budget;
    Turns.take(tasks, members.length, () -> budget);
    if (held.isEmpty() && !ruledOut.all().isEmpty()) {
      undecided =
          "sums do not tell whose increments they have; append to lists or add to sets to know"
              + " more";
    } else if (!held.contains(ConsistencyModel.STRICT_SERIALIZABLE)) {
      undecided = tasks.getFirst().spent;
    }
  }

  /** Whether an order of transactions explains what they read. */
  private final class OrderTask implements Turns.Task {
    private final boolean inTime;
    private final ConsistencyModel level;
    private final DividedSearch search;
    private Unexplained found;

    /** Whom that is about. */
    private BitSet asked;

    private String spent = "";

    /** What is left of its time, in nanoseconds. */
    private long left;

    OrderTask(boolean inTime, int[] members) {
      this.inTime = inTime;
      left = inTime ? Long.MAX_VALUE : SERIALIZABLE.toNanos();
      level = inTime ? ConsistencyModel.STRICT_SERIALIZABLE : ConsistencyModel.SERIALIZABLE;
      search =
          new DividedSearch(
              this::answer,
              members,
              true,
              false,
              () -> KeyComponents.of(transactions, members),
              division);
    }

    private Answer answer(int[] some, Budget turn) {
      asked = DividedSearch.set(some);
      CounterSearch order = CounterSearch.among(transactions, asked, null, turn);
      try {
        found = inTime ? order.inTime() : order.inAnyOrder();
      } catch (BudgetExceededException exceeded) {
        spent = exceeded.getMessage();
        throw exceeded;
      }
      return found == null ? Answer.POSSIBLE : Answer.IMPOSSIBLE;
    }

    @Override
    public boolean isSettled() {
      return search.isSettled()
          || left <= 0
          || ConsistencyModel.impliedBy(held).contains(level)
          || ruledOut.all().contains(level);
    }

    @Override
    public void take(Budget turn) {
      long began = System.nanoTime();
      Answer answer = search.take(inTime ? turn : turn.within(Duration.ofNanos(left)));
      left -= System.nanoTime() - began;
      if (answer == Answer.POSSIBLE) {
        held.add(level);
      } else if (answer == Answer.IMPOSSIBLE) {
        String anomaly = "non-" + level.levelName();
        report(found, asked, inTime, anomaly, whole);
        ruledOut.add(anomaly, Set.of(level));
      } else if (search.isOutOfMemory()) {
        spent = "memory was used up; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)";
      }
    }
  }

  private void report(
      Unexplained found, BitSet members, boolean inTime, String anomaly, Budget budget) {
    UnexplainedReads unexplained =
        new UnexplainedReads(
            transactions,
            (reads, within) -> {
              CounterSearch some = CounterSearch.among(transactions, members, reads, within);
              Unexplained other = inTime ? some.inTime() : some.inAnyOrder();
              return other == null ? Answer.POSSIBLE : Answer.IMPOSSIBLE;
            },
            budget);
    Contradiction.Core core = unexplained.core(found, members, inTime);
    findings.add(
        anomaly,
        Value.NIL,
        unexplained.witness(core, WRITERS_SHOWN_MAX),
        () -> unexplained.story(core, inTime ? " in real time" : ""));
  }

  /** Whether a transaction reads a counter as it left it itself. */
  private void judgeOwn(int t) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      int key = ops.key(at);
      int before = ops.kind(at) == MicroOps.Kind.READ ? readBefore(t, at) : NONE;
      if (before == NONE) {
        continue;
      }
      long expected = CounterSums.number(transactions, t, before);
      for (int own = before; own < at; own += MicroOps.WIDTH) {
        if (ops.kind(own) == MicroOps.Kind.INCREMENT && ops.key(own) == key) {
          expected += CounterSums.number(transactions, t, own);
        }
      }
      long sum = CounterSums.number(transactions, t, at);
      long due = expected;
      if (sum != due) {
        findings.add(
            "internal",
            transactions.key(key),
            new int[] {t},
            () ->
                "%s read %s = %d, where by what it had read and added itself it must be %d."
                    .formatted(transactions.name(t), transactions.key(key), sum, due));
      }
    }
  }

  private int readBefore(int t, int at) {
    for (int before = at - MicroOps.WIDTH;
        before >= transactions.first(t);
        before -= MicroOps.WIDTH) {
      if (ops.kind(before) == MicroOps.Kind.READ && ops.key(before) == ops.key(at)) {
        return before;
      }
    }
    return NONE;
  }
}
