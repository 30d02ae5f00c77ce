package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Slices;
import dev.ordeal.results.history.Value;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Judges the levels of a history whose versions are known, and gathers the shortest cycle of each
 * class.
 *
 * <p>One pass over the whole graph decides whether anything is wrong at all; what is, lies in parts
 * that are then looked at one by one.
 */
final class LevelJudge implements Levels {
  private static final long STEPS_MAX = 100_000_000;

  /** What is decided by itself; other levels only by what they imply, or what implies them. */
  private static final Set<Level> DECIDED =
      Set.of(
          Level.READ_UNCOMMITTED,
          Level.READ_COMMITTED,
          Level.MONOTONIC_ATOMIC_VIEW,
          Level.READ_ATOMIC,
          Level.UPDATE_ATOMIC,
          Level.CAUSAL_CERONE,
          Level.CONSISTENT_VIEW,
          Level.PARALLEL_SNAPSHOT_ISOLATION,
          Level.PREFIX,
          Level.REPEATABLE_READ,
          Level.SNAPSHOT_ISOLATION,
          Level.SERIALIZABLE,
          Level.STRONG_SESSION_READ_UNCOMMITTED,
          Level.STRONG_SESSION_READ_COMMITTED,
          Level.STRONG_SESSION_SNAPSHOT_ISOLATION,
          Level.STRONG_SESSION_SERIALIZABLE,
          Level.STRONG_READ_UNCOMMITTED,
          Level.STRONG_READ_COMMITTED,
          Level.STRONG_SNAPSHOT_ISOLATION,
          Level.STRICT_SERIALIZABLE);

  private final Transactions transactions;
  private final Dependencies dependencies;
  private final Findings findings;
  private final RuledOut ruledOut;

  /** The levels that the cycles found so far rule out. */
  private final Set<Level> ruledOutByCycles = EnumSet.noneOf(Level.class);

  private final Map<CycleClass, Map<CycleClass.Bond, Cycle>> shortest =
      new EnumMap<>(CycleClass.class);
  private String undecided = "";
  private final Set<Level> open = EnumSet.noneOf(Level.class);

  LevelJudge(
      Transactions transactions, Dependencies dependencies, Findings findings, RuledOut ruledOut) {
    this.transactions = transactions;
    this.dependencies = dependencies;
    this.findings = findings;
    this.ruledOut = ruledOut;
  }

  @Override
  public Set<Level> held() {
    Set<Level> held = EnumSet.copyOf(DECIDED);
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
    Graph graph = dependencies.graph();
    ruledOut.addByName(findings);
    Components all = new Components(graph, Rule.SERIALIZABLE, false, times());
    if (!all.isCyclic() && !all.contradictsTime()) {
      return;
    }
    boolean[] committed = new boolean[transactions.size()];
    for (int t = 0; t < committed.length; t++) {
      committed[t] = dependencies.isCommitted(t);
    }
    List<Part> parts = Part.of(transactions, graph, committed);
    Findings fractured = new Findings(transactions);
    Fractures fractures = new Fractures(transactions, dependencies, fractured, STEPS_MAX);
    Slices.both(
        parts.stream().mapToInt(part -> part.members.length).sum(),
        () -> parts.forEach(fractures::judge),
        () -> parts.forEach(this::judge));
    findings.addAll(fractured);
    fractures
        .violated()
        .forEach(
            level ->
                ruledOut.add(
                    level == Level.CAUSAL_CERONE ? "causal-violation" : "fractured-read",
                    Set.of(level)));
    if (fractures.gaveUp()) {
      open.addAll(Set.of(Level.READ_ATOMIC, Level.MONOTONIC_ATOMIC_VIEW, Level.CAUSAL_CERONE));
    }
    report();
  }

  private Components.Times times() {
    return new Components.Times() {
      @Override
      public int start(int node) {
        return transactions.start(node);
      }

      @Override
      public int end(int node) {
        return transactions.end(node);
      }
    };
  }

  private void judge(Part part) {
    judgeLevels(part);
    judgeUnordered(part);
    judgeClasses(part);
  }

  private void judgeLevels(Part part) {
    for (Rule rule : Rule.values()) {
      Set<Level> plain =
          switch (rule) {
            case WRITES -> Set.of(Level.READ_UNCOMMITTED);
            case WRITES_AND_READS -> Set.of(Level.READ_COMMITTED);
            case PREFIX -> Set.of(Level.PREFIX);
            case SNAPSHOT_ISOLATION -> Set.of(Level.SNAPSHOT_ISOLATION);
            case SERIALIZABLE -> Set.of(Level.SERIALIZABLE, Level.REPEATABLE_READ);
          };
      Components times = part.components(rule, false);
      if (times.isCyclic()) {
        ruledOut.add(plain);
      }
      if (rule == Rule.PREFIX) {
        continue;
      }
      if (times.contradictsTime()) {
        ruledOut.add(Set.of(strong(rule)));
      }
      if (part.components(rule, true).isCyclic()) {
        ruledOut.add(Set.of(session(rule)));
      }
    }
  }

  /**
   * Of two that wrote the same object one comes second, and where snapshots matter it must have
   * seen the other; elsewhere the order of commits will do.
   */
  private void judgeUnordered(Part part) {
    List<int[]> pairs = part.pairs(dependencies.unordered());
    if (pairs.isEmpty()) {
      return;
    }
    orient(
        part,
        pairs,
        Set.of(Level.CONSISTENT_VIEW, Level.PARALLEL_SNAPSHOT_ISOLATION),
        graph -> hasNoReadSkew(part.with(graph)));
    orient(
        part,
        pairs,
        Set.of(Level.SNAPSHOT_ISOLATION),
        graph -> !new Components(graph, Rule.SNAPSHOT_ISOLATION, false, null).isCyclic());
    orient(
        part,
        pairs,
        Set.of(Level.STRONG_SESSION_SNAPSHOT_ISOLATION),
        graph -> !new Components(graph, Rule.SNAPSHOT_ISOLATION, true, null).isCyclic());
    orient(
        part,
        pairs,
        Set.of(Level.STRONG_SNAPSHOT_ISOLATION),
        graph -> {
          Components components = new Components(graph, Rule.SNAPSHOT_ISOLATION, false, part);
          return !components.isCyclic() && !components.contradictsTime();
        });
  }

  private static boolean hasNoReadSkew(Part part) {
    return !part.components(Rule.WRITES_AND_READS, false).isCyclic()
        && new CycleSearch(part, STEPS_MAX)
                .find(CycleClass.G_SINGLE, CycleClass.Bond.NONE, Integer.MAX_VALUE, true)
            == null;
  }

  private void orient(Part part, List<int[]> pairs, Set<Level> levels, Predicate<Graph> allowed) {
    if (ruledOut.all().containsAll(levels) || !allowed.test(part.graph)) {
      return;
    }
    Orientation orientation = new Orientation(part.graph, allowed);
    if (orientation.isPossible(pairs)) {
      return;
    }
    if (orientation.gaveUp()) {
      open.addAll(levels);
      undecided =
          "%d pairs of writes that nobody read can be ordered in too many ways"
              .formatted(pairs.size());
      return;
    }
    int[] pair = orientation.contradicted() == null ? pairs.getFirst() : orientation.contradicted();
    int one = part.members[pair[0]];
    int other = part.members[pair[1]];
    findings.add(
        "conflicting-writes",
        Value.NIL,
        new int[] {one, other},
        () ->
            ("%s and %s both wrote the same object, so whichever came second must "
                    + "have had the other in its snapshot; but both orders contradict what was "
                    + "read.")
                .formatted(transactions.name(one), transactions.name(other)));
    ruledOut.add("conflicting-writes", levels);
  }

  private static Level session(Rule rule) {
    return switch (rule) {
      case WRITES -> Level.STRONG_SESSION_READ_UNCOMMITTED;
      case WRITES_AND_READS -> Level.STRONG_SESSION_READ_COMMITTED;
      case SNAPSHOT_ISOLATION, PREFIX -> Level.STRONG_SESSION_SNAPSHOT_ISOLATION;
      case SERIALIZABLE -> Level.STRONG_SESSION_SERIALIZABLE;
    };
  }

  private static Level strong(Rule rule) {
    return switch (rule) {
      case WRITES -> Level.STRONG_READ_UNCOMMITTED;
      case WRITES_AND_READS -> Level.STRONG_READ_COMMITTED;
      case SNAPSHOT_ISOLATION, PREFIX -> Level.STRONG_SNAPSHOT_ISOLATION;
      case SERIALIZABLE -> Level.STRICT_SERIALIZABLE;
    };
  }

  private void judgeClasses(Part part) {
    CycleSearch search = new CycleSearch(part, STEPS_MAX);
    for (CycleClass wanted : CycleClass.values()) {
      for (CycleClass.Bond bond : CycleClass.Bond.values()) {
        Map<CycleClass.Bond, Cycle> known =
            shortest.computeIfAbsent(wanted, w -> new EnumMap<>(CycleClass.Bond.class));
        Cycle before = known.get(bond);
        boolean decides = !ruledOutByCycles.containsAll(wanted.rulesOut(bond));
        Cycle found =
            search.find(
                wanted, bond, before == null ? Integer.MAX_VALUE : before.length(), decides);
        if (found != null) {
          known.put(bond, found);
          ruledOutByCycles.addAll(Level.ruledOutBy(wanted.rulesOut(bond)));
        } else if (search.gaveUp()
            && decides
            && wanted == CycleClass.G_SINGLE
            && bond == CycleClass.Bond.NONE) {
          open.addAll(
              Set.of(
                  Level.CONSISTENT_VIEW,
                  Level.PARALLEL_SNAPSHOT_ISOLATION,
                  Level.FORWARD_CONSISTENT_VIEW,
                  Level.UPDATE_SERIALIZABLE));
          undecided =
              "the search for a cycle with one anti-dependency among %d transactions was given up"
                  .formatted(part.members.length);
        }
      }
    }
  }

  private void report() {
    Story story = new Story(transactions, dependencies);
    shortest.forEach(
        (wanted, bonds) ->
            bonds.forEach(
                (bond, cycle) -> {
                  String name = wanted.anomaly(bond);
                  findings.add(name, () -> story.of(cycle, name));
                  ruledOut.add(name, wanted.rulesOut(bond));
                }));
  }

  /** The cycles that were found, by their names. */
  List<Cycle> cycles() {
    return shortest.values().stream().flatMap(bonds -> bonds.values().stream()).toList();
  }
}
