package dev.ordeal.checkers.isolation.value;

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
import dev.ordeal.checkers.isolation.finding.Share;
import dev.ordeal.checkers.isolation.level.LevelJudge;
import dev.ordeal.checkers.isolation.level.OwnWrites;
import dev.ordeal.checkers.isolation.level.RegisterLevels;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.isolation.turn.DividedSearch;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.checkers.isolation.turn.KeyComponents;
import dev.ordeal.checkers.isolation.turn.Turns;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges registers whose values were written more than once, so that a read does not tell whose
 * write it saw.
 *
 * <p>A level is kept if it is for one choice of writers ({@link Candidates}); each choice is a
 * history of unique values, which {@link RegisterLevels} decides, with all that goes with it. What
 * no order in real time explains ({@link ValueSearch}) is not strictly serializable; what is wrong
 * whichever write each read saw is wrong without those reads, too. In between, choices are tried
 * one after the other, beginning with that of the order that was found ({@link WriterChoice}).
 * There can be exponentially many, hence a budget.
 */
public final class RepeatedWrites implements Levels {
  /** The levels that are decided by themselves, a level behind those that it is implied by. */
  private static final List<ConsistencyModel> DECIDED =
      List.of(
          ConsistencyModel.STRICT_SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.REPEATABLE_READ,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.UPDATE_ATOMIC,
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.PREFIX,
          ConsistencyModel.SESSION_CAUSAL,
          ConsistencyModel.SESSION_READ_ATOMIC,
          ConsistencyModel.SESSION_READ_COMMITTED,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.STRONG_READ_COMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.READ_COMMITTED);

  /** Where parts that share no key may break a level only together. */
  private static final Set<ConsistencyModel> OF_SESSIONS =
      EnumSet.of(
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.SESSION_CAUSAL,
          ConsistencyModel.SESSION_READ_ATOMIC,
          ConsistencyModel.SESSION_READ_COMMITTED);

  private static final String OUT_OF_MEMORY =
      "memory was used up; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)";

  /** How long to try for a level that was not asked for. */
  private static final Duration ASIDE = Duration.ofSeconds(3);

  /** How many transactions that wrote are shown with those that read. */
  private static final int WRITERS_SHOWN_MAX = 20;

  /**
   * Among how many transactions that read the smallest set is looked for that contradicts itself.
   */
  private static final int READERS_MAX = 200;

  /** With how many configurations to look for a likely order first. */
  private static final int QUICK = 1_000;

  private final Transactions transactions;
  private final Candidates candidates;
  private final Findings findings;
  private final ExcludedModels ruledOut;
  private final ConsistencyModel promised;
  private final Division division;
  private final Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);
  private String undecided = "";
  private Share share;

  /** By open read: which of its candidates an order suggests. */
  private int[] likely = {};

  /** Parts that share no keys; null until they are asked for. */
  private List<int[]> components;

  /**
   * Prepares to judge.
   *
   * @param promised the level that matters most
   * @param findings takes anomalies that hold whichever write each read saw
   * @param division when a level is judged part by part
   */
  public RepeatedWrites(
      Transactions transactions,
      ConsistencyModel promised,
      Findings findings,
      ExcludedModels ruledOut,
      Division division) {
    this.division = division;
    this.transactions = transactions;
    this.findings = findings;
    this.ruledOut = ruledOut;
    this.promised = promised;
    candidates = new Candidates(transactions);
  }

  @Override
  public Set<ConsistencyModel> held() {
    return held;
  }

  @Override
  public String undecided() {
    return undecided;
  }

  /** How many reads have more than one possible writer. */
  public int openReads() {
    return candidates.open().size();
  }

  @Override
  public void judge(Budget budget) {
    share = new Share(budget, promised, ruledOut);
    boolean isCertain = candidates.open().isEmpty();
    judgeCertain(isCertain ? budget : Turns.first(transactions.size(), budget.half()));
    OwnWrites.judgeAll(transactions, findings, ruledOut);
    if (!ruledOut.all().contains(ConsistencyModel.READ_UNCOMMITTED)) {
      // Nothing else depends on whose of the writes was read, nor on the order of writes.
      held.add(ConsistencyModel.STRONG_READ_UNCOMMITTED);
    }
    if (candidates.open().isEmpty()) {
      return;
    }
    likely = new int[candidates.open().size()];
    List<Turns.Task> tasks = new ArrayList<>();
    tasks.add(new OrderTask());
    List<LevelTask> levels = new ArrayList<>();
    if (DECIDED.contains(promised)) {
      levels.add(new LevelTask(promised));
    }
    DECIDED.stream()
        .filter(level -> level != promised)
        .forEach(level -> levels.add(new LevelTask(level)));
    tasks.addAll(levels);
    Turns.take(tasks, transactions.size(), share::budget);
    levels.stream().filter(task -> !isDecided(task.level)).forEach(LevelTask::giveUp);
  }

  private List<int[]> components() {
    if (components == null) {
      components = KeyComponents.of(transactions, all());
    }
    return components;
  }

  private int[] all() {
    return IntStream.range(0, transactions.size()).toArray();
  }

  /** Looks for choices of writers that keep a level. */
  private final class LevelTask implements Turns.Task {
    private final ConsistencyModel level;
    private final DividedSearch search;
    private boolean isOver;

    /** What was learned of those that break it, and who they are. */
    private Nogoods nogoods;

    private int[] breaking;

    LevelTask(ConsistencyModel level) {
      this.level = level;
      search =
          new DividedSearch(
              this::answer,
              all(),
              !OF_SESSIONS.contains(level),
              false,
              RepeatedWrites.this::components,
              division);
    }

    private Answer answer(int[] members, Budget turn) {
      boolean isWhole = members.length == transactions.size();
      Transactions some = isWhole ? transactions : transactions.reading(DividedSearch.set(members));
      Candidates those = isWhole ? candidates : new Candidates(some);
      WriterChoice choice = new WriterChoice(some, those, level, turn);
      Answer answer = choice.decide(isWhole ? likely : those.alike(candidates, likely));
      if (isWhole) {
        held.addAll(choice.held());
      }
      if (answer == Answer.IMPOSSIBLE) {
        nogoods = choice.nogoods();
        breaking = members;
      }
      return answer;
    }

    @Override
    public boolean isSettled() {
      return isOver || search.isSettled() || isDecided(level);
    }

    @Override
    public void take(Budget turn) {
      Budget within = level == promised ? turn : turn.within(ASIDE);
      // A longer turn would be cut to the same.
      isOver = level != promised && turn.nanosLeft() > ASIDE.toNanos();
      Answer answer = search.take(within);
      if (answer == Answer.POSSIBLE) {
        held.add(level);
      } else if (answer == Answer.IMPOSSIBLE) {
        rule(level, nogoods, breaking, share.budget());
      }
    }

    void giveUp() {
      if (undecided.isEmpty() || level == promised) {
        undecided =
            search.isOutOfMemory()
                ? OUT_OF_MEMORY
                : ("%d reads of values that several transactions wrote could be of any of them, and"
                        + " not all choices were tried; write unique values")
                    .formatted(candidates.open().size());
      }
    }
  }

  private void rule(ConsistencyModel level, Nogoods nogoods, int[] members, Budget budget) {
    String anomaly = "non-" + level.levelName();
    ruledOut.add(anomaly, Set.of(level));
    int[] readers =
        IntStream.of(members)
            .filter(t -> transactions.isOk(t) && transactions.does(t, MicroOps.Kind.READ))
            .toArray();
    if (level != promised || readers.length > READERS_MAX) {
      int[] open = nogoods.readers();
      findings.add(anomaly, Value.NIL, open, () -> ways(level, nogoods, open));
      return;
    }
    UnexplainedReads unexplained =
        new UnexplainedReads(
            transactions, (reads, within) -> answer(level, reads, within), budget.within(ASIDE));
    Contradiction.Core core = unexplained.core(readers);
    findings.add(
        anomaly,
        Value.NIL,
        unexplained.witness(core, WRITERS_SHOWN_MAX),
        () ->
            unexplained.story(
                core,
                " that %s allows, whichever write each read saw,".formatted(level.levelName())));
  }

  private String ways(ConsistencyModel level, Nogoods nogoods, int[] readers) {
    return ("Whichever of those who wrote the values that %s read they are taken from, the history"
            + " is not %s: each of %d ways to choose contradicts the rest.")
        .formatted(
            IntStream.of(readers).mapToObj(transactions::name).collect(Collectors.joining(", ")),
            level.levelName(),
            nogoods.size());
  }

  /** Whether a level is kept if only some reads count. */
  private Answer answer(ConsistencyModel level, BitSet reads, Budget within) {
    Transactions some = transactions.reading(reads);
    Candidates those = new Candidates(some);
    return new WriterChoice(some, those, level, within).decide(new int[those.open().size()]);
  }

  private boolean isDecided(ConsistencyModel level) {
    return ConsistencyModel.impliedBy(held).contains(level) || ruledOut.all().contains(level);
  }

  /** Finds what is wrong even without the reads whose writers are not known. */
  private void judgeCertain(Budget budget) {
    Transactions certain = candidates.with(candidates.ignoringAll());
    RwRegister registers =
        new RwRegister(
            certain,
            Writers.of(certain, MicroOps.Kind.WRITE),
            findings,
            budget.forPasses(LevelJudge.GRACE));
    RegisterLevels levels = RegisterLevels.of(registers, promised, findings, ruledOut, division);
    try {
      levels.judge(budget);
    } catch (BudgetExceededException spent) {
      if (candidates.open().isEmpty()) {
        throw spent;
      }
      // That was the first turn; with choices of writers there are others.
    }
    if (candidates.open().isEmpty()) {
      held.addAll(levels.held());
      undecided = levels.undecided();
    }
  }

  /**
   * Looks for an order in real time: the writers that it suggests; notes it if there is none for
   * all.
   */
  private final class OrderTask implements Turns.Task {
    private final DividedSearch search =
        new DividedSearch(
            this::answer, all(), true, false, RepeatedWrites.this::components, division);
    private boolean isBegun;

    /** Whether there is nothing to look for any more. */
    private boolean isOver;

    private Unexplained failure;

    /** Whom that is about. */
    private BitSet asked;

    private Answer answer(int[] members, Budget turn) {
      boolean isWhole = members.length == transactions.size();
      asked = DividedSearch.set(members);
      ValueSearch exact = ValueSearch.among(transactions, asked, null, turn);
      int[] order = exact.order();
      failure = exact.failure();
      if (isWhole) {
        likely = seen(order);
      }
      return failure == null ? Answer.POSSIBLE : Answer.IMPOSSIBLE;
    }

    @Override
    public boolean isSettled() {
      return isOver || search.isSettled();
    }

    @Override
    public void take(Budget turn) {
      if (!isBegun) {
        isBegun = true;
        // The exact search is to have a part of the first turn, too, which may be the only one.
        lookQuickly(turn.share(3));
      }
      isOver |= isDecided(ConsistencyModel.STRICT_SERIALIZABLE);
      if (!isOver && search.take(turn) == Answer.IMPOSSIBLE) {
        tell(failure, asked, share.budget());
      }
    }

    private void lookQuickly(Budget turn) {
      try {
        ValueSearch quick = new ValueSearch(transactions, QUICK, turn);
        likely = seen(quick.order());
        isOver = quick.failure() == null;
        if (!isOver && quick.isExact() && !isDecided(ConsistencyModel.STRICT_SERIALIZABLE)) {
          tell(quick.failure(), DividedSearch.set(all()), share.budget());
        }
      } catch (BudgetExceededException spent) {
        undecided = spent.getMessage();
      }
    }
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

  private void tell(Unexplained found, BitSet members, Budget budget) {
    String anomaly = "non-strict-serializable";
    UnexplainedReads unexplained =
        new UnexplainedReads(
            transactions,
            (reads, within) -> {
              ValueSearch some = ValueSearch.among(transactions, members, reads, within);
              some.order();
              return some.failure() == null ? Answer.POSSIBLE : Answer.IMPOSSIBLE;
            },
            budget);
    Contradiction.Core core = unexplained.core(found, members, true);
    findings.add(
        anomaly,
        Value.NIL,
        unexplained.witness(core, WRITERS_SHOWN_MAX),
        () -> unexplained.story(core, " in real time, whichever write each read saw,"));
    ruledOut.add(anomaly, Set.of(ConsistencyModel.STRICT_SERIALIZABLE));
  }
}
