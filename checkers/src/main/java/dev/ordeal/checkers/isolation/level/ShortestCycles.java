package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * The shortest cycle of each class that parts of a history have. When time is over, one that is
 * known is enough; for that there is a little more.
 */
final class ShortestCycles {
  private static final Duration MORE = Duration.ofMillis(400);

  private static final long STEPS_MAX = 100_000_000;

  /** The levels that the cycles found so far rule out. */
  private final Set<ConsistencyModel> ruledOut = EnumSet.noneOf(ConsistencyModel.class);

  private final Map<CycleClass, Map<CycleClass.Bond, Cycle>> shortest =
      new EnumMap<>(CycleClass.class);

  private final Budget budget;

  /** The same budget with a little more time. */
  private final Budget more;

  ShortestCycles(Budget budget) {
    this.budget = budget;
    more = new Budget(budget.deadlineNanos() + MORE.toNanos(), budget.configurationsMax());
    for (CycleClass wanted : CycleClass.values()) {
      shortest.put(wanted, new EnumMap<>(CycleClass.Bond.class));
    }
  }

  /** Looks for cycles in a part, but for longer ones than are known. */
  void judge(CyclicComponent part) {
    CycleSearch search = new CycleSearch(part, STEPS_MAX, this::isOver);
    for (CycleClass wanted : CycleClass.values()) {
      for (CycleClass.Bond bond : CycleClass.Bond.values()) {
        if (isOver()) {
          return;
        }
        Map<CycleClass.Bond, Cycle> known = shortest.get(wanted);
        Cycle before = known.get(bond);
        // Whether there is read skew at all is decided elsewhere.
        boolean decides =
            !(wanted == CycleClass.G_SINGLE && bond == CycleClass.Bond.NONE)
                && !ruledOut.containsAll(wanted.rulesOut(bond));
        Cycle found =
            search.find(
                wanted, bond, before == null ? Integer.MAX_VALUE : before.length(), decides);
        if (found != null) {
          known.put(bond, found);
          ruledOut.addAll(ConsistencyModel.ruledOutBy(wanted.rulesOut(bond)));
        }
      }
    }
  }

  private boolean isOver() {
    return budget.isOutOfTime() && (!ruledOut.isEmpty() || more.isOutOfTime());
  }

  /** Takes in a cycle with one anti-dependency that was found elsewhere, if there is one. */
  void add(Cycle skew) {
    if (skew != null) {
      shortest.get(CycleClass.G_SINGLE).putIfAbsent(CycleClass.Bond.NONE, skew);
    }
  }

  /** Tells all cycles, and what they rule out. */
  void tell(CycleExplainer story, Findings findings, ExcludedModels all) {
    shortest.forEach(
        (wanted, bonds) ->
            bonds.forEach(
                (bond, cycle) -> {
                  String name = wanted.anomaly(bond);
                  findings.add(name, () -> story.of(cycle, name));
                  // Whether it breaks PL-1, for which some of it may have aborted, is judged apart.
                  CycleClass breaks = wanted == CycleClass.G0 ? CycleClass.G1C : wanted;
                  all.add(name, breaks.rulesOut(bond));
                  if (bond == CycleClass.Bond.NONE && ForbiddenCycle.isOf(Rule.PREFIX, cycle)) {
                    all.add(name, Set.of(ConsistencyModel.PREFIX));
                  }
                }));
  }
}
