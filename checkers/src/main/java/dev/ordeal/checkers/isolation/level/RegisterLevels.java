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
import dev.ordeal.checkers.isolation.order.CommitOrder;
import dev.ordeal.checkers.isolation.order.ParallelOrder;
import dev.ordeal.checkers.isolation.order.Polygraph;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.session.CausalExplainer;
import dev.ordeal.checkers.isolation.session.CausalRegisters;
import dev.ordeal.checkers.isolation.session.ReadAtomicity;
import dev.ordeal.checkers.isolation.session.SessionRegisters;
import dev.ordeal.checkers.isolation.turn.DividedSearch;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.checkers.isolation.turn.KeyComponents;
import dev.ordeal.checkers.isolation.turn.Turns;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
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

  private static final String OUT_OF_MEMORY =
      "memory was used up; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)";

  private static final String CAUSAL_GIVEN_UP =
      "the search for what transactions saw by way of others was given up after its budget; let"
          + " reads lag less, or make the history shorter";

  private final RwRegister history;

  private final ConsistencyModel promised;

  /** A level beyond which nothing is judged where it is kept; null if there is none. */
  private final ConsistencyModel enough;

  private final Findings findings;
  private final ExcludedModels ruledOut;
  private final Division division;
  private Share share;
  private final Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);
  private final Set<ConsistencyModel> wanted;
  private String undecided = "";

  /** Parts that share no keys; null until they are asked for. */
  private List<int[]> components;

  /**
   * Judges all levels; of very many transactions perhaps only what was promised and what comes of
   * it.
   *
   * @param division when a level is judged part by part
   */
  public static RegisterLevels of(
      RwRegister history,
      ConsistencyModel promised,
      Findings findings,
      ExcludedModels ruledOut,
      Division division) {
    return of(history, promised, findings, ruledOut, division, ALL_LEVELS_MAX);
  }

  /** The same with another limit to how many transactions all levels are judged of. */
  static RegisterLevels of(
      RwRegister history,
      ConsistencyModel promised,
      Findings findings,
      ExcludedModels ruledOut,
      Division division,
      int allLevelsMax) {
    ConsistencyModel enough =
        history.transactions.size() <= allLevelsMax
            ? null
            : List.of(ConsistencyModel.CAUSAL_CERONE, ConsistencyModel.SESSION_CAUSAL).stream()
                .filter(level -> level.implies(promised))
                .findFirst()
                .orElse(null);
    Set<ConsistencyModel> all = EnumSet.allOf(ConsistencyModel.class);
    return new RegisterLevels(history, promised, enough, findings, ruledOut, division, all);
  }

  /** Judges one level; of others, what comes of it. */
  public RegisterLevels(
      RwRegister history,
      Findings findings,
      ExcludedModels ruledOut,
      Division division,
      ConsistencyModel wanted) {
    this(history, wanted, null, findings, ruledOut, division, EnumSet.of(wanted));
  }

  private RegisterLevels(
      RwRegister history,
      ConsistencyModel promised,
      ConsistencyModel enough,
      Findings findings,
      ExcludedModels ruledOut,
      Division division,
      Set<ConsistencyModel> wanted) {
    this.division = division;
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
    List<OrderTask> tasks =
        promisedFirst().stream().map(question -> new OrderTask(question, members)).toList();
    // Most histories keep all or nothing: then nothing else needs to be looked at.
    if (wanted.contains(ConsistencyModel.STRICT_SERIALIZABLE) && findings.names().isEmpty()) {
      DividedSearch strictest = strictest(tasks).search;
      Answer answer = strictest.all(Turns.first(members.length, budget.half()));
      if (answer == Answer.POSSIBLE) {
        note(ConsistencyModel.STRICT_SERIALIZABLE);
        return;
      }
      if (answer == Answer.IMPOSSIBLE) {
        share.refuted(RegisterQuestion.ALL.getFirst().levels());
      }
    }
    new LevelJudge(history.transactions, history, promised, findings, ruledOut)
        .judge(share.budget(), budget);
    Budget passes = budget.forPasses(LevelJudge.GRACE);
    judgeAtomicity(passes);
    budget.check();
    judgeSessions(passes);
    List<Turns.Task> all = new ArrayList<>(tasks);
    CausalTask causal = new CausalTask();
    all.addFirst(causal);
    Turns.take(all, members.length, share::budget);
    causal.tell();
    tasks.stream().filter(OrderTask::isOpen).forEach(OrderTask::giveUp);
  }

  private static OrderTask strictest(List<OrderTask> tasks) {
    return tasks.stream()
        .filter(task -> task.question == RegisterQuestion.ALL.getFirst())
        .findFirst()
        .orElseThrow();
  }

  /** What was promised first: then it is known how much time the others get. */
  private List<RegisterQuestion> promisedFirst() {
    return RegisterQuestion.ALL.stream()
        .sorted(Comparator.comparing(question -> !question.levels().contains(promised)))
        .toList();
  }

  /** The search for an order that a question asks for. */
  private final class OrderTask implements Turns.Task {
    private final RegisterQuestion question;
    private final DividedSearch search;
    private Contradiction.Found contradiction;
    private boolean isNoted;

    OrderTask(RegisterQuestion question, int[] members) {
      this.question = question;
      search =
          new DividedSearch(
              this::answer,
              members,
              question.isLocal(),
              true,
              () -> componentsOf(members),
              division);
    }

    private Answer answer(int[] some, Budget turn) {
      Decision decision = question.decision(history, some, turn);
      Answer answer = decision.decide();
      if (answer == Answer.IMPOSSIBLE) {
        contradiction = Contradiction.Found.by(decision, some);
      }
      return answer;
    }

    /** Whether it is asked and not answered. */
    boolean isOpen() {
      return !isNoted
          && question.levels().stream().anyMatch(wanted::contains)
          && !ruledOut.all().containsAll(question.levels())
          && !ConsistencyModel.impliedBy(held).containsAll(question.levels());
    }

    @Override
    public boolean isSettled() {
      return !isOpen() || (search.isSettled() && search.answer() == Answer.GAVE_UP);
    }

    @Override
    public void take(Budget turn) {
      Answer answer = search.isSettled() ? search.answer() : search.take(turn);
      if (answer == Answer.POSSIBLE) {
        question.levels().forEach(RegisterLevels.this::note);
        isNoted = true;
      } else if (answer == Answer.IMPOSSIBLE) {
        share.refuted(question.levels());
        isNoted = true;
        tell(question, Contradiction.shrunk(contradiction, decision(question), share.budget()));
      }
    }

    void giveUp() {
      undecided = share.reason(search.isOutOfMemory() ? OUT_OF_MEMORY : GIVEN_UP);
    }
  }

  private List<int[]> componentsOf(int[] members) {
    if (components == null) {
      components = KeyComponents.of(history.transactions, members);
    }
    return components;
  }

  private void judgeAtomicity(Budget passes) {
    Set<ConsistencyModel> fractured = new ReadAtomicity(history).violated(findings, passes);
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

  private Decision.OfSome decision(RegisterQuestion question) {
    return (some, within) -> question.decision(history, some, within);
  }

  /** Tells why few transactions contradict each other, case by case if need be. */
  private void tell(RegisterQuestion question, Contradiction.Core core) {
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
  private void judgeSessions(Budget passes) {
    SessionRegisters registers = new SessionRegisters(history, history.sessions());
    for (ConsistencyModel level :
        List.of(ConsistencyModel.SESSION_READ_COMMITTED, ConsistencyModel.SESSION_READ_ATOMIC)) {
      boolean isAtomic = level == ConsistencyModel.SESSION_READ_ATOMIC;
      String anomaly = isAtomic ? "fractured-read-process" : "non-monotonic-read-process";
      if (isAsked(level)) {
        if (registers.keeps(isAtomic, anomaly, findings, passes)) {
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
  private final class CausalTask implements Turns.Task {
    private boolean isGivenUp;
    private boolean isOutOfMemory;
    private boolean isTaken;
    private Anomaly told;

    @Override
    public boolean isSettled() {
      return isTaken && (!isGivenUp || isOutOfMemory);
    }

    @Override
    public void take(Budget turn) {
      isTaken = true;
      isGivenUp = false;
      try {
        if (isAsked(ConsistencyModel.SESSION_CAUSAL)) {
          judgeWithSessions(turn);
        }
        if (isAsked(ConsistencyModel.CAUSAL_CERONE)) {
          judgeWithoutSessions(turn);
        }
      } catch (OutOfMemoryError spent) {
        isGivenUp = true;
        isOutOfMemory = true;
      }
    }

    private void judgeWithSessions(Budget turn) {
      CausalRegisters causal = causal(ConsistencyModel.SESSION_CAUSAL);
      switch (causal.decide(turn)) {
        case POSSIBLE -> note(ConsistencyModel.SESSION_CAUSAL);
        case IMPOSSIBLE -> {
          told =
              new CausalExplainer(history, causal.forced(), history.sessions()).of(causal.cycle());
          ruledOut.add(Set.of(ConsistencyModel.SESSION_CAUSAL));
        }
        case GAVE_UP -> isGivenUp = true;
      }
    }

    private void judgeWithoutSessions(Budget turn) {
      CausalRegisters causal = causal(ConsistencyModel.CAUSAL_CERONE);
      switch (causal.decide(turn)) {
        case POSSIBLE -> note(ConsistencyModel.CAUSAL_CERONE);
        case IMPOSSIBLE -> {
          Anomaly cycle = new CausalExplainer(history, causal.forced(), null).of(causal.cycle());
          if (cycle != null) {
            findings.add("causal-violation", () -> cycle);
          }
          ruledOut.add("causal-violation", Set.of(ConsistencyModel.CAUSAL_CERONE));
        }
        case GAVE_UP -> isGivenUp = true;
      }
    }

    /** Tells what needs sessions, unless the same is wrong without; or that it is not known. */
    void tell() {
      if (told != null && !ruledOut.all().contains(ConsistencyModel.CAUSAL_CERONE)) {
        findings.add("causal-violation-process", () -> told);
        ruledOut.add("causal-violation-process", Set.of(ConsistencyModel.SESSION_CAUSAL));
      }
      if (isGivenUp) {
        undecided = share.reason(isOutOfMemory ? OUT_OF_MEMORY : CAUSAL_GIVEN_UP);
      }
    }
  }

  private void note(ConsistencyModel level) {
    if (!ruledOut.all().contains(level)) {
      held.add(level);
    }
  }
}
