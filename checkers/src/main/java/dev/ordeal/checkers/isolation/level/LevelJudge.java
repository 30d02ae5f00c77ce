package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.finding.Levels;
import dev.ordeal.checkers.isolation.finding.Share;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.turn.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Judges the levels of a history whose versions are known, and has the shortest cycles of each
 * class told.
 *
 * <p>One pass over the whole graph decides whether anything is wrong at all; what is, lies in parts
 * that are then looked at one by one.
 */
public final class LevelJudge implements Levels {
  /**
   * How much longer than a check what is linear may take: it rules levels out, also after a likely
   * order has used up all the time and some of this.
   */
  public static final Duration GRACE = Duration.ofMillis(1_500);

  private static final String CAUSAL_GIVEN_UP =
      "the search for what transactions saw by way of others was given up after its budget";

  /** What a cycle with one anti-dependency rules out, and an order of writers may. */
  static final Set<ConsistencyModel> SKEWED =
      Set.of(ConsistencyModel.CONSISTENT_VIEW, ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);

  /** What is decided by itself; other levels only by what they imply, or what implies them. */
  private static final Set<ConsistencyModel> DECIDED =
      Set.of(
          ConsistencyModel.READ_UNCOMMITTED,
          ConsistencyModel.READ_COMMITTED,
          ConsistencyModel.MONOTONIC_ATOMIC_VIEW,
          ConsistencyModel.READ_ATOMIC,
          ConsistencyModel.UPDATE_ATOMIC,
          ConsistencyModel.CAUSAL_CERONE,
          ConsistencyModel.CONSISTENT_VIEW,
          ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION,
          ConsistencyModel.PREFIX,
          ConsistencyModel.REPEATABLE_READ,
          ConsistencyModel.SNAPSHOT_ISOLATION,
          ConsistencyModel.SERIALIZABLE,
          ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_SESSION_READ_COMMITTED,
          ConsistencyModel.SESSION_READ_COMMITTED,
          ConsistencyModel.SESSION_READ_ATOMIC,
          ConsistencyModel.SESSION_CAUSAL,
          ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRONG_SESSION_SERIALIZABLE,
          ConsistencyModel.STRONG_READ_UNCOMMITTED,
          ConsistencyModel.STRONG_READ_COMMITTED,
          ConsistencyModel.STRONG_SNAPSHOT_ISOLATION,
          ConsistencyModel.STRICT_SERIALIZABLE);

  private final Transactions transactions;
  private final Dependencies dependencies;
  private final ConsistencyModel promised;
  private final Findings findings;
  private final ExcludedModels ruledOut;
  private Share share;

  private ShortestCycles cycles;

  /** All the time that there is, for what is linear. */
  private Budget whole;

  /** The same, and a little more. */
  private Budget passes;

  /** Whether something was not looked at, because time was over. */
  private boolean isCut;

  /** A cycle with one anti-dependency; null if none was found. */
  private Cycle skew;

  /** Of the levels that allow reads of aborted writes, those that the graph contradicts. */
  private final Set<ConsistencyModel> suspected = EnumSet.noneOf(ConsistencyModel.class);

  /** The walks that a rule forbids: the first part that has one of each. */
  private final List<Forbidden> forbidden = new ArrayList<>();

  /** What rules a level out, in a part. */
  private record Forbidden(
      ConsistencyModel level, Rule rule, CycleClass.Bond bond, CyclicComponent part) {}

  /** Whether all was looked at: only then is what is not ruled out kept. */
  private boolean isOver;

  private String undecided = "";
  private final Set<ConsistencyModel> open = EnumSet.noneOf(ConsistencyModel.class);

  /**
   * Transactions and what depends on what in them, not yet judged.
   *
   * @param findings takes the anomalies that are found
   * @param ruledOut takes the levels that are not kept
   */
  public LevelJudge(
      Transactions transactions,
      Dependencies dependencies,
      ConsistencyModel promised,
      Findings findings,
      ExcludedModels ruledOut) {
    this.promised = promised;
    this.transactions = transactions;
    this.dependencies = dependencies;
    this.findings = findings;
    this.ruledOut = ruledOut;
  }

  @Override
  public Set<ConsistencyModel> held() {
    Set<ConsistencyModel> held = EnumSet.noneOf(ConsistencyModel.class);
    if (!isOver) {
      return held;
    }
    held.addAll(DECIDED);
    held.removeAll(open);
    held.removeAll(ruledOut.all());
    return held;
  }

  @Override
  public String undecided() {
    return undecided;
  }

  @Override
  public void judge(Budget budget) {
    judge(budget, budget);
  }

  /**
   * Judges.
   *
   * @param searches what searches may use, until the promised level is ruled out
   * @param whole when to end what is linear
   * @throws BudgetExceededException if that was not looked at to its end
   */
  void judge(Budget searches, Budget whole) {
    this.whole = whole;
    passes = whole.forPasses(GRACE);
    judgeAll(searches);
    if (isCut) {
      whole.check();
    }
    isOver = true;
  }

  private void judgeAll(Budget budget) {
    share = new Share(budget, promised, ruledOut);
    cycles = new ShortestCycles(whole);
    Graph graph = graph();
    OwnWrites.judge(transactions, findings, ruledOut);
    Components all = new Components(graph, Rule.SERIALIZABLE, false, transactions, passes);
    if (!all.isCyclic() && !all.contradictsTime()) {
      judgeDirtyWrites();
      return;
    }
    try {
      judgeParts(graph);
    } catch (BudgetExceededException late) {
      isCut = true;
    }
    if (isCut) {
      ruleOut(all);
    }
    cycles.add(skew);
    cycles.tell(new CycleExplainer(transactions, dependencies), findings, ruledOut);
    if (!isCut) {
      judgeDirtyWrites();
    }
    forbidden.forEach(this::tell);
    if (isCut && ruledOut.isUntold(ConsistencyModel.STRICT_SERIALIZABLE, findings)) {
      int[] members = IntStream.range(0, graph.transactions).toArray();
      ForbiddenCycle search = new ForbiddenCycle(graph, members, Rule.SERIALIZABLE, false, all);
      tell(
          all.isCyclic() ? ConsistencyModel.SERIALIZABLE : ConsistencyModel.STRICT_SERIALIZABLE,
          all.isCyclic() ? search.find() : search.findLate(transactions));
    }
  }

  /** Has a cycle told that rules a level out, where none of the shortest does. */
  private void tell(Forbidden walk) {
    if (!ruledOut.isUntold(walk.level(), findings)) {
      return;
    }
    boolean sessions = walk.bond() == CycleClass.Bond.PROCESS;
    CyclicComponent part = walk.part();
    ForbiddenCycle search =
        new ForbiddenCycle(
            part.graph,
            part.members,
            walk.rule(),
            sessions,
            part.components(walk.rule(), sessions));
    tell(
        walk.level(),
        walk.bond() == CycleClass.Bond.REALTIME ? search.findLate(part) : search.find());
  }

  private void tell(ConsistencyModel level, Cycle cycle) {
    CycleClass.Bond bond = CycleClass.Bond.of(cycle);
    String byClass = CycleClass.of(cycle).anomaly(bond);
    // The one that was told of this class does not rule the level out.
    String name = findings.has(byClass) ? "non-" + level.levelName() : byClass;
    findings.add(name, () -> new CycleExplainer(transactions, dependencies).of(cycle, name));
    ruledOut.add(name, Set.of(level));
  }

  /** What depends on what; notes what was found on the way, also if that takes too long. */
  private Graph graph() {
    try {
      return dependencies.graph(passes);
    } finally {
      ruledOut.addByName(findings);
    }
  }

  /** Looks at what contradicts itself part by part; leaves the rest when time is over. */
  private void judgeParts(Graph graph) {
    if (isLate()) {
      return;
    }
    boolean[] committed = new boolean[transactions.size()];
    for (int t = 0; t < committed.length; t++) {
      committed[t] = dependencies.isCommitted(t);
    }
    List<CyclicComponent> parts = CyclicComponent.of(transactions, graph, committed, passes);
    List<List<int[]>> unordered =
        CyclicComponent.groups(parts, transactions.size(), dependencies.unordered());
    passes.check();
    Findings fractured = new Findings(transactions);
    FracturedReadSearch fractures =
        new FracturedReadSearch(transactions, dependencies, graph, fractured);
    ParallelRanges.both(
        parts.stream().mapToInt(part -> part.members.length).sum(),
        () -> {
          parts.forEach(this::judgeLevels);
          if (!isLate()) {
            fractures.judge(parts, share.budget().half());
            parts.forEach(this::judgeSkew);
            judgeUnordered(parts, unordered);
          }
        },
        () -> parts.forEach(cycles::judge));
    findings.addAll(fractured);
    fractures
        .violated()
        .forEach(
            level ->
                ruledOut.add(
                    level == ConsistencyModel.CAUSAL_CERONE ? "causal-violation" : "fractured-read",
                    Set.of(level)));
    if (isLate()) {
      return;
    }
    judgeOverwrites(parts, unordered);
    if (fractures.gaveUp()) {
      open.add(ConsistencyModel.CAUSAL_CERONE);
      undecided = share.reason(CAUSAL_GIVEN_UP);
    }
    judgeSessions(parts, graph);
  }

  /** Whether time is over; then what is left is not looked at. */
  private boolean isLate() {
    isCut |= whole.isOutOfTime();
    return isCut;
  }

  /** Rules out what the whole graph contradicts, whatever its parts do. */
  private void ruleOut(Components all) {
    if (all.isCyclic()) {
      ruledOut.add(Set.of(ConsistencyModel.SERIALIZABLE, ConsistencyModel.REPEATABLE_READ));
    }
    ruledOut.add(Set.of(ConsistencyModel.STRICT_SERIALIZABLE));
  }

  /** Judges the levels that allow reads of what may have been aborted. */
  private void judgeDirtyWrites() {
    if (suspected.isEmpty() && !findings.has("incompatible-order")) {
      return;
    }
    Set<ConsistencyModel> violated = dependencies.dirtyWrites(passes).orElse(suspected);
    ruledOut.add(violated);
    attribute("incompatible-order", violated, Set.of(ConsistencyModel.READ_UNCOMMITTED));
    for (CycleClass.Bond bond : CycleClass.Bond.values()) {
      attribute(CycleClass.G0.anomaly(bond), violated, CycleClass.G0.rulesOut(bond));
    }
  }

  private void attribute(
      String anomaly, Set<ConsistencyModel> violated, Set<ConsistencyModel> levels) {
    if (findings.has(anomaly) && violated.containsAll(levels)) {
      ruledOut.add(anomaly, levels);
    }
  }

  /** Judges update atomicity, which parallel snapshot isolation implies. */
  private void judgeOverwrites(List<CyclicComponent> parts, List<List<int[]>> unordered) {
    boolean isImplied =
        !open.contains(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION)
            && !ruledOut.all().contains(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION);
    if (isImplied || ruledOut.all().contains(ConsistencyModel.UPDATE_ATOMIC)) {
      return;
    }
    BlindOverwrites overwrites = new BlindOverwrites(dependencies, share.budget());
    for (int p = 0; p < parts.size(); p++) {
      overwrites.judge(parts.get(p), unordered.get(p));
    }
    if (overwrites.cycle() != null) {
      Cycle cycle = overwrites.cycle();
      findings.add(
          "blind-overwrite",
          () -> new CycleExplainer(transactions, dependencies).of(cycle, "blind-overwrite"));
      ruledOut.add("blind-overwrite", Set.of(ConsistencyModel.UPDATE_ATOMIC));
    } else if (overwrites.gaveUp()) {
      open.add(ConsistencyModel.UPDATE_ATOMIC);
      undecided = share.reason("the search for writers that did not see each other was given up");
    }
  }

  /** Judges levels at which the order of commits extends that of sessions. */
  private void judgeSessions(List<CyclicComponent> parts, Graph graph) {
    SessionFracturedReadSearch search =
        new SessionFracturedReadSearch(transactions, dependencies, graph);
    search
        .judge(parts, ruledOut.all(), findings, share.budget().half())
        .forEach(
            level ->
                ruledOut.add(
                    level == ConsistencyModel.SESSION_CAUSAL
                        ? "causal-violation-process"
                        : "fractured-read-process",
                    Set.of(level)));
    if (search.gaveUp()) {
      open.add(ConsistencyModel.SESSION_CAUSAL);
      undecided = share.reason(CAUSAL_GIVEN_UP);
    }
  }

  /** Puts in order what nobody saw, of all parts in turns. */
  private void judgeUnordered(List<CyclicComponent> parts, List<List<int[]>> unordered) {
    List<UnorderedWrites> all = new ArrayList<>();
    int size = 0;
    for (int p = 0; p < unordered.size(); p++) {
      if (!unordered.get(p).isEmpty()) {
        all.add(
            new UnorderedWrites(transactions, parts.get(p), unordered.get(p), findings, ruledOut));
        size += parts.get(p).members.length;
      }
    }
    Turns.take(all, size, share::budget);
    for (UnorderedWrites writes : all) {
      writes.tell(share.budget());
      if (!writes.open().isEmpty()) {
        open.addAll(writes.open());
        undecided = share.reason(writes.reason());
      }
    }
  }

  /** Looks for a cycle with one anti-dependency, unless those levels are ruled out already. */
  private void judgeSkew(CyclicComponent part) {
    if (ruledOut.all().containsAll(SKEWED)) {
      return;
    }
    ReadSkew search = new ReadSkew(part, part.dependencies().liveOrder(part.dependencyOrder()));
    if (search.exists(share.budget())) {
      ruledOut.add(CycleClass.G_SINGLE.rulesOut(CycleClass.Bond.NONE));
      skew = search.cycle();
    } else if (search.gaveUp()) {
      open.addAll(SKEWED);
      undecided =
          share.reason(
              "the search for a cycle with one anti-dependency among %d transactions was given up"
                  .formatted(part.members.length));
    }
  }

  private void judgeLevels(CyclicComponent part) {
    for (Rule rule : Rule.values()) {
      if (isLate()) {
        return;
      }
      Set<ConsistencyModel> plain =
          switch (rule) {
            case WRITES -> Set.of(ConsistencyModel.READ_UNCOMMITTED);
            case WRITES_AND_READS -> Set.of(ConsistencyModel.READ_COMMITTED);
            case PREFIX -> Set.of(ConsistencyModel.PREFIX);
            case SNAPSHOT_ISOLATION -> Set.of(ConsistencyModel.SNAPSHOT_ISOLATION);
            case SERIALIZABLE ->
                Set.of(ConsistencyModel.SERIALIZABLE, ConsistencyModel.REPEATABLE_READ);
          };
      Set<ConsistencyModel> violated = EnumSet.noneOf(ConsistencyModel.class);
      boolean isCyclic = part.isCyclic(rule, false);
      if (isCyclic) {
        violated.addAll(plain);
        plain.forEach(level -> forbid(level, rule, CycleClass.Bond.NONE, part));
      }
      if (rule != Rule.PREFIX && part.contradictsTime(rule)) {
        violated.add(strong(rule));
        forbid(strong(rule), rule, CycleClass.Bond.REALTIME, part);
      }
      if (rule != Rule.PREFIX && (isCyclic || part.isCyclic(rule, true))) {
        violated.add(session(rule));
        forbid(session(rule), rule, CycleClass.Bond.PROCESS, part);
      }
      if (rule == Rule.WRITES) {
        suspected.addAll(violated);
      } else {
        ruledOut.add(violated);
      }
    }
  }

  private void forbid(
      ConsistencyModel level, Rule rule, CycleClass.Bond bond, CyclicComponent part) {
    if (forbidden.stream().noneMatch(walk -> walk.level() == level)) {
      forbidden.add(new Forbidden(level, rule, bond, part));
    }
  }

  private static ConsistencyModel session(Rule rule) {
    return switch (rule) {
      case WRITES -> ConsistencyModel.STRONG_SESSION_READ_UNCOMMITTED;
      case WRITES_AND_READS -> ConsistencyModel.STRONG_SESSION_READ_COMMITTED;
      case SNAPSHOT_ISOLATION, PREFIX -> ConsistencyModel.STRONG_SESSION_SNAPSHOT_ISOLATION;
      case SERIALIZABLE -> ConsistencyModel.STRONG_SESSION_SERIALIZABLE;
    };
  }

  private static ConsistencyModel strong(Rule rule) {
    return switch (rule) {
      case WRITES -> ConsistencyModel.STRONG_READ_UNCOMMITTED;
      case WRITES_AND_READS -> ConsistencyModel.STRONG_READ_COMMITTED;
      case SNAPSHOT_ISOLATION, PREFIX -> ConsistencyModel.STRONG_SNAPSHOT_ISOLATION;
      case SERIALIZABLE -> ConsistencyModel.STRICT_SERIALIZABLE;
    };
  }
}
