package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Judges the levels that depend on the order of registers' writes, strongest first: what a level
 * implies need not be decided. {@link CommitOrder} decides, {@link Contradiction} makes what it
 * found small, and {@link Polygraph} tells it.
 */
final class RegisterLevels {
  /** A level as a rule with a bond (parallel snapshot isolation has none), and its names. */
  private record Question(Rule rule, CycleClass.Bond bond, List<Level> levels, String anomaly) {}

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.REALTIME,
              List.of(Level.STRICT_SERIALIZABLE),
              "G2-item-realtime"),
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.PROCESS,
              List.of(Level.STRONG_SESSION_SERIALIZABLE),
              "G2-item-process"),
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.NONE,
              List.of(Level.SERIALIZABLE, Level.REPEATABLE_READ),
              "G2-item"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.REALTIME,
              List.of(Level.STRONG_SNAPSHOT_ISOLATION),
              "G-SI-realtime"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.PROCESS,
              List.of(Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
              "G-SI-process"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.NONE,
              List.of(Level.SNAPSHOT_ISOLATION),
              "G-SI"),
          new Question(
              null,
              CycleClass.Bond.NONE,
              List.of(Level.PARALLEL_SNAPSHOT_ISOLATION, Level.CONSISTENT_VIEW),
              "G-single-item"),
          new Question(Rule.PREFIX, CycleClass.Bond.NONE, List.of(Level.PREFIX), "non-prefix"));

  /** Up to how many transactions all are looked at together where no order is found. */
  private static final int WHOLE_MAX = 3_000;

  private static final int WINDOW = 800;

  private static final String GIVEN_UP =
      "the search for an order of writes was given up after its budget; rotate keys sooner, or read"
          + " before writing";

  private static final String UNTOLD =
      "No order of these transactions explains what they read, whichever of two writers came"
          + " first.";

  private final RwRegister history;
  private final Findings findings;
  private final RuledOut ruledOut;
  private final Set<Level> held = EnumSet.noneOf(Level.class);
  private final Set<Level> wanted;
  private String undecided = "";

  RegisterLevels(RwRegister history, Findings findings, RuledOut ruledOut) {
    this(history, findings, ruledOut, EnumSet.allOf(Level.class));
  }

  /** Judges some levels; of others, what comes of it. */
  RegisterLevels(RwRegister history, Findings findings, RuledOut ruledOut, Set<Level> wanted) {
    this.history = history;
    this.wanted = wanted;
    this.findings = findings;
    this.ruledOut = ruledOut;
  }

  /** Levels that were shown to hold. */
  Set<Level> held() {
    return held;
  }

  String undecided() {
    return undecided;
  }

  void judge(Budget budget) {
    new LevelJudge(history.transactions, history, findings, ruledOut).judge(budget);
    Set<Level> fractured = new ReadAtomicity(history).violated(findings);
    if (!fractured.isEmpty()) {
      ruledOut.add("fractured-read", fractured);
    }
    for (Level level :
        List.of(
            Level.READ_UNCOMMITTED,
            Level.READ_COMMITTED,
            Level.STRONG_READ_UNCOMMITTED,
            Level.STRONG_READ_COMMITTED,
            Level.STRONG_SESSION_READ_COMMITTED,
            Level.MONOTONIC_ATOMIC_VIEW,
            Level.READ_ATOMIC)) {
      note(level);
    }
    if (wanted.contains(Level.CAUSAL_CERONE)) {
      judgeCausal();
    }
    int[] members =
        IntStream.range(0, history.transactions.size()).filter(history::isCommitted).toArray();
    for (Question question : QUESTIONS) {
      Set<Level> out = ruledOut.all();
      if (question.levels().stream().noneMatch(wanted::contains)
          || out.containsAll(question.levels())
          || Level.impliedBy(held).containsAll(question.levels())) {
        continue;
      }
      if (question.rule() != null) {
        decide(question, members, budget);
      } else if (members.length <= WHOLE_MAX) {
        decideParallel(question, members, true, budget);
      } else {
        decideWindows(question, members, budget);
      }
    }
  }

  private void decide(Question question, int[] members, Budget budget) {
    CommitOrder order = new CommitOrder(history, members, question.rule(), question.bond(), budget);
    switch (order.decide()) {
      case POSSIBLE -> question.levels().forEach(this::note);
      case IMPOSSIBLE -> tell(question, order.contradicting(), budget);
      case GAVE_UP -> undecided = GIVEN_UP;
    }
  }

  /** Tells why some transactions contradict each other, the shortest way that is found in time. */
  private void tell(Question question, int[] contradicting, Budget budget) {
    int[] witness =
        Contradiction.shrunk(history, contradicting, question.rule(), question.bond(), budget);
    Supplier<String> story = () -> UNTOLD;
    if (witness.length <= WHOLE_MAX) {
      Polygraph polygraph =
          Polygraph.of(history, witness, question.rule(), question.bond(), budget);
      if (polygraph.isContradictoryAsKnown()) {
        witness = polygraph.witness();
        story = polygraph::story;
      }
    }
    findings.add(question.anomaly(), Value.NIL, witness, story);
    ruledOut.add(question.anomaly(), EnumSet.copyOf(question.levels()));
  }

  /** Decides for some transactions; that they keep a level says so only if they are all. */
  private void decideParallel(Question question, int[] members, boolean all, Budget budget) {
    Polygraph polygraph = Polygraph.parallel(history, members, budget);
    switch (polygraph.decide()) {
      case POSSIBLE -> {
        if (all) {
          question.levels().forEach(this::note);
        }
      }
      case IMPOSSIBLE -> {
        findings.add(question.anomaly(), Value.NIL, polygraph.witness(), polygraph::story);
        ruledOut.add(question.anomaly(), EnumSet.copyOf(question.levels()));
      }
      case GAVE_UP -> undecided = GIVEN_UP;
    }
  }

  /**
   * Looks for a violation among transactions of about the same time. Whatever order explains all
   * reads explains those of some transactions from each other, so what is impossible for them is
   * impossible for all.
   */
  private void decideWindows(Question question, int[] members, Budget budget) {
    undecided =
        "no order of writes was found that explains all reads, nor a contradiction among "
            + WINDOW
            + " neighbouring transactions";
    for (int from = 0; from < members.length; from += WINDOW / 2) {
      int[] some = Arrays.copyOfRange(members, from, Math.min(members.length, from + WINDOW));
      decideParallel(question, some, false, budget);
      if (ruledOut.found().containsAll(question.levels()) || budget.isOutOfTime()) {
        return;
      }
    }
  }

  private void judgeCausal() {
    CausalRegisters causal = new CausalRegisters(history);
    if (causal.isTooLarge()) {
      return;
    }
    if (causal.isViolated(findings)) {
      ruledOut.add("causal-violation", Set.of(Level.CAUSAL_CERONE));
    }
    note(Level.CAUSAL_CERONE);
  }

  private void note(Level level) {
    if (!ruledOut.all().contains(level)) {
      held.add(level);
    }
  }
}
