package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.explanation.Contradiction;
import dev.ordeal.checkers.isolation.explanation.Decision;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.finding.Levels;
import dev.ordeal.checkers.isolation.finding.Share;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.order.AtomicOrder;
import dev.ordeal.checkers.isolation.order.CommitOrder;
import dev.ordeal.checkers.isolation.order.ParallelOrder;
import dev.ordeal.checkers.isolation.order.Polygraph;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.session.CausalExplainer;
import dev.ordeal.checkers.isolation.session.CausalRegisters;
import dev.ordeal.checkers.isolation.session.ReadAtomicity;
import dev.ordeal.checkers.isolation.session.SessionRegisters;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges the levels that depend on the order of registers' writes, strongest first: what a level
 * implies need not be decided. {@link CommitOrder} and {@link ParallelOrder} decide, {@link
 * Contradiction} makes what they found small, and {@link Polygraph} tells it.
 */
public final class RegisterLevels implements Levels {
  /** A level as a rule with a bond, if it is one of instants, and its names. */
  private record Question(
      Rule rule, CycleClass.Bond bond, List<ConsistencyModel> levels, String anomaly) {
    /** One without instants: of two levels of those whom transactions have seen. */
    Question(List<ConsistencyModel> levels, String anomaly) {
      this(null, CycleClass.Bond.NONE, levels, anomaly);
    }

    Decision decision(RwRegister history, int[] members, Budget budget) {
      if (rule != null) {
        return new CommitOrder(history, members, rule, bond, budget);
      }
      return levels.contains(ConsistencyModel.UPDATE_ATOMIC)
          ? new AtomicOrder(history, members, budget)
          : new ParallelOrder(history, members, budget);
    }

    Polygraph polygraph(RwRegister history, int[] members) {
      if (rule != null) {
        return Polygraph.of(history, members, rule, bond);
      }
      return levels.contains(ConsistencyModel.UPDATE_ATOMIC)
          ? Polygraph.atomic(history, members)
          : Polygraph.parallel(history, members);
    }
  }

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.REALTIME,
              List.of(ConsistencyModel.STRICT_SERIALIZABLE),
              "G2-item-realtime"),
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.PROCESS,
              List.of(ConsistencyModel.STRONG_SESSION_SERIALIZABLE),
              "G2-item-process"),
          new Question(
              Rule.SERIALIZABLE,
              CycleClass.Bond.NONE,
              List.of(ConsistencyModel.SERIALIZABLE, ConsistencyModel.REPEATABLE_READ),
              "G2-item"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.REALTIME,
              List.of(ConsistencyModel.STRONG_SNAPSHOT_ISOLATION),
              "G-SI-realtime"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.PROCESS,
              List.of(ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION),
              "G-SI-process"),
          new Question(
              Rule.SNAPSHOT_ISOLATION,
              CycleClass.Bond.NONE,
              List.of(ConsistencyModel.SNAPSHOT_ISOLATION),
              "G-SI"),
          new Question(
              List.of(
                  ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION, ConsistencyModel.CONSISTENT_VIEW),
              "G-single-item"),
          new Question(List.of(ConsistencyModel.UPDATE_ATOMIC), "blind-overwrite"),
          new Question(
              Rule.PREFIX, CycleClass.Bond.NONE, List.of(ConsistencyModel.PREFIX), "non-prefix"));

  /** Up to how many transactions all levels are judged whichever was promised. */
  private static final int ALL_LEVELS_MAX = 2_000_000;

  private static final String NOT_TRIED =
      "more was not asked for, and would take far longer for more than %,d transactions"
          .formatted(ALL_LEVELS_MAX);

  /** Up to how many transactions a contradiction of them is explained. */
  private static final int TOLD_MAX = 3_000;

  /** How many of them are named in a sentence. */
  private static final int NAMED_MAX = 20;

  private static final String GIVEN_UP =
      "the search for an order of writes was given up after its budget; rotate keys sooner, or read"
          + " before writing";

  private static final String CAUSAL_GIVEN_UP =
      "the search for what transactions saw by way of others was given up after its budget; let"
          + " reads lag less, or make the history shorter";

  private final RwRegister history;

  private final ConsistencyModel promised;

  /** A level beyond which nothing is judged where it is kept; null if there is none. */
  private final ConsistencyModel enough;

  private final Findings findings;
  private final ExcludedModels ruledOut;
  private Share share;
  private final Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);
  private final Set<ConsistencyModel> wanted;
  private String undecided = "";

  /**
   * Judges all levels; of very many transactions perhaps only what was promised and what comes of
   * it.
   */
  public static RegisterLevels of(
      RwRegister history, ConsistencyModel promised, Findings findings, ExcludedModels ruledOut) {
    return of(history, promised, findings, ruledOut, ALL_LEVELS_MAX);
  }

  /** The same with another limit to how many transactions all levels are judged of. */
  static RegisterLevels of(
      RwRegister history,
      ConsistencyModel promised,
      Findings findings,
      ExcludedModels ruledOut,
      int allLevelsMax) {
    ConsistencyModel enough =
        history.transactions.size() <= allLevelsMax
            ? null
            : List.of(ConsistencyModel.CAUSAL_CERONE, ConsistencyModel.SESSION_CAUSAL).stream()
                .filter(level -> level.implies(promised))
                .findFirst()
                .orElse(null);
    Set<ConsistencyModel> all = EnumSet.allOf(ConsistencyModel.class);
    return new RegisterLevels(history, promised, enough, findings, ruledOut, all);
  }

  /** Judges one level; of others, what comes of it. */
  public RegisterLevels(
      RwRegister history, Findings findings, ExcludedModels ruledOut, ConsistencyModel wanted) {
    this(history, wanted, null, findings, ruledOut, EnumSet.of(wanted));
  }

  private RegisterLevels(
      RwRegister history,
      ConsistencyModel promised,
      ConsistencyModel enough,
      Findings findings,
      ExcludedModels ruledOut,
      Set<ConsistencyModel> wanted) {
    this.history = history;
    this.promised = promised;
    this.enough = enough;
    this.wanted = wanted;
    this.findings = findings;
    this.ruledOut = ruledOut;
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
    if (isPromiseEnough(budget)) {
      return;
    }
    share = new Share(budget, promised, ruledOut);
    int[] members = members();
    // Most histories keep all or nothing: then nothing else needs to be looked at.
    Attempt strictest =
        wanted.contains(ConsistencyModel.STRICT_SERIALIZABLE) && findings.names().isEmpty()
            ? attempt(QUESTIONS.getFirst(), members, budget.half())
            : null;
    if (strictest != null && strictest.answer() == Answer.POSSIBLE) {
      note(ConsistencyModel.STRICT_SERIALIZABLE);
      return;
    }
    if (strictest != null && strictest.answer() == Answer.IMPOSSIBLE) {
      share.refuted(QUESTIONS.getFirst().levels());
    }
    new LevelJudge(history.transactions, history, promised, findings, ruledOut)
        .judge(share.budget());
    judgeAtomicity();
    judgeSessions();
    judgeCausal(share.budget().half());
    for (Question question : promisedFirst()) {
      if (isOpen(question)) {
        boolean isKnown =
            question == QUESTIONS.getFirst()
                && strictest != null
                && strictest.answer() == Answer.IMPOSSIBLE;
        decide(question, isKnown ? strictest : attempt(question, members, share.budget()));
      }
    }
  }

  /** What was promised first: then it is known how much time the others get. */
  private List<Question> promisedFirst() {
    return QUESTIONS.stream()
        .sorted(Comparator.comparing(question -> !question.levels().contains(promised)))
        .toList();
  }

  private boolean isOpen(Question question) {
    return question.levels().stream().anyMatch(wanted::contains)
        && !ruledOut.all().containsAll(question.levels())
        && !ConsistencyModel.impliedBy(held).containsAll(question.levels());
  }

  private void judgeAtomicity() {
    Set<ConsistencyModel> fractured = new ReadAtomicity(history).violated(findings);
    if (!fractured.isEmpty()) {
      ruledOut.add("fractured-read", fractured);
    }
    for (ConsistencyModel level :
        List.of(
            ConsistencyModel.READ_UNCOMMITTED,
            ConsistencyModel.READ_COMMITTED,
            ConsistencyModel.STRONG_READ_UNCOMMITTED,
            ConsistencyModel.STRONG_READ_COMMITTED,
            ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
            ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
            ConsistencyModel.READ_ATOMIC)) {
      note(level);
    }
  }

  private int[] members() {
    Ints members = new Ints();
    for (int t = 0; t < history.transactions.size(); t++) {
      if (history.isCommitted(t)) {
        members.add(t);
      }
    }
    return members.toArray();
  }

  /**
   * Whether a weak level was promised of very many transactions and is kept: what else they might
   * keep would take far longer to find out.
   */
  private boolean isPromiseEnough(Budget budget) {
    boolean isAsked = enough != null && findings.names().isEmpty();
    if (!isAsked || causal(enough).decide(budget.half()) != Answer.POSSIBLE) {
      return false;
    }
    note(enough);
    undecided = NOT_TRIED;
    return true;
  }

  private Decision.OfSome decision(Question question) {
    return (some, within) -> question.decision(history, some, within);
  }

  /**
   * What was found out about a question.
   *
   * @param contradiction of {@link Answer#IMPOSSIBLE}: who contradicts whom; else null
   */
  private record Attempt(Answer answer, Contradiction.Found contradiction) {}

  private Attempt attempt(Question question, int[] members, Budget budget) {
    Decision ofAll = decision(question).about(members, budget);
    Answer answer = ofAll.decide();
    return new Attempt(
        answer, answer == Answer.IMPOSSIBLE ? Contradiction.Found.by(ofAll, members) : null);
  }

  private void decide(Question question, Attempt attempt) {
    switch (attempt.answer()) {
      case POSSIBLE -> question.levels().forEach(this::note);
      case IMPOSSIBLE -> {
        share.refuted(question.levels());
        tell(
            question,
            Contradiction.shrunk(attempt.contradiction(), decision(question), share.budget()));
      }
      case GAVE_UP -> undecided = share.reason(GIVEN_UP);
    }
  }

  /** Tells why few transactions contradict each other, case by case if need be. */
  private void tell(Question question, Contradiction.Core core) {
    int[] witness = core.members();
    Supplier<String> story = () -> noOrder(core);
    if (witness.length <= TOLD_MAX) {
      Polygraph polygraph = question.polygraph(history, witness);
      if (polygraph.isContradictory()) {
        story = polygraph::story;
        int[] told = IntStream.of(polygraph.witness()).sorted().toArray();
        Answer ofTold = question.decision(history, told, share.budget()).decide();
        witness = ofTold == Answer.IMPOSSIBLE ? told : witness;
      }
    }
    findings.add(question.anomaly(), Value.NIL, witness, story);
    ruledOut.add(question.anomaly(), EnumSet.copyOf(question.levels()));
  }

  private String noOrder(Contradiction.Core core) {
    int[] few = Arrays.copyOf(core.members(), Math.min(NAMED_MAX, core.members().length));
    String names =
        IntStream.of(few).mapToObj(history.transactions::name).collect(Collectors.joining(", "));
    return "No order of these %d transactions (%s%s) explains what they read%s."
        .formatted(
            core.members().length,
            names,
            few.length < core.members().length ? ", …" : "",
            core.isSmallest() ? "; without any one of them there is an order" : "");
  }

  /** Read committed and read atomic, where the order of commits extends that of sessions. */
  private void judgeSessions() {
    SessionRegisters registers = new SessionRegisters(history, history.sessions());
    for (ConsistencyModel level :
        List.of(ConsistencyModel.SESSION_READ_COMMITTED, ConsistencyModel.SESSION_READ_ATOMIC)) {
      boolean isAtomic = level == ConsistencyModel.SESSION_READ_ATOMIC;
      String anomaly = isAtomic ? "fractured-read-process" : "non-monotonic-read-process";
      if (isAsked(level)) {
        if (registers.keeps(isAtomic, anomaly, findings)) {
          note(level);
        } else {
          ruledOut.add(anomaly, Set.of(level));
        }
      }
    }
  }

  /** Whether a level is wanted and neither held nor ruled out. */
  private boolean isAsked(ConsistencyModel level) {
    return wanted.contains(level)
        && !ruledOut.all().contains(level)
        && !ConsistencyModel.impliedBy(held).contains(level);
  }

  private CausalRegisters causal(ConsistencyModel level) {
    return new CausalRegisters(
        history, level == ConsistencyModel.SESSION_CAUSAL ? history.sessions() : null);
  }

  /** Causal consistency with sessions, and only where it is broken, or not asked for, without. */
  private void judgeCausal(Budget budget) {
    Anomaly[] told = new Anomaly[1];
    if (isAsked(ConsistencyModel.SESSION_CAUSAL)) {
      CausalRegisters causal = causal(ConsistencyModel.SESSION_CAUSAL);
      switch (causal.decide(budget)) {
        case POSSIBLE -> note(ConsistencyModel.SESSION_CAUSAL);
        case IMPOSSIBLE -> {
          told[0] =
              new CausalExplainer(history, causal.forced(), history.sessions()).of(causal.cycle());
          ruledOut.add(Set.of(ConsistencyModel.SESSION_CAUSAL));
        }
        case GAVE_UP -> undecided = share.reason(CAUSAL_GIVEN_UP);
      }
    }
    if (isAsked(ConsistencyModel.CAUSAL_CERONE)) {
      judgeCausalWithoutSessions(budget);
    }
    if (told[0] != null && !ruledOut.all().contains(ConsistencyModel.CAUSAL_CERONE)) {
      findings.add("causal-violation-process", () -> told[0]);
      ruledOut.add("causal-violation-process", Set.of(ConsistencyModel.SESSION_CAUSAL));
    }
  }

  private void judgeCausalWithoutSessions(Budget budget) {
    CausalRegisters causal = causal(ConsistencyModel.CAUSAL_CERONE);
    switch (causal.decide(budget)) {
      case POSSIBLE -> note(ConsistencyModel.CAUSAL_CERONE);
      case IMPOSSIBLE -> {
        Anomaly told = new CausalExplainer(history, causal.forced(), null).of(causal.cycle());
        if (told != null) {
          findings.add("causal-violation", () -> told);
        }
        ruledOut.add("causal-violation", Set.of(ConsistencyModel.CAUSAL_CERONE));
      }
      case GAVE_UP -> undecided = share.reason(CAUSAL_GIVEN_UP);
    }
  }

  private void note(ConsistencyModel level) {
    if (!ruledOut.all().contains(level)) {
      held.add(level);
    }
  }
}
