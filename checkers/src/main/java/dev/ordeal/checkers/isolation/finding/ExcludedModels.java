package dev.ordeal.checkers.isolation.finding;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The levels that a history does not keep, and which anomalies say so. */
public final class ExcludedModels {
  private final Set<ConsistencyModel> violated = EnumSet.noneOf(ConsistencyModel.class);
  private final Map<String, Set<ConsistencyModel>> byAnomaly = new HashMap<>();

  /** All levels that do not hold. */
  public Set<ConsistencyModel> all() {
    return ConsistencyModel.ruledOutBy(violated);
  }

  /** Takes note of levels that are violated, whatever anomaly will tell it. */
  public void add(Set<ConsistencyModel> levels) {
    violated.addAll(levels);
  }

  /** Takes note that an anomaly rules levels out. */
  public void add(String anomaly, Set<ConsistencyModel> levels) {
    violated.addAll(levels);
    byAnomaly.computeIfAbsent(anomaly, a -> EnumSet.noneOf(ConsistencyModel.class)).addAll(levels);
  }

  /** Whether an anomaly rules a level out. */
  public boolean concerns(String anomaly, ConsistencyModel level) {
    return byAnomaly.getOrDefault(anomaly, Set.of()).stream().anyMatch(level::implies);
  }

  /** Whether a level does not hold, and none of some anomalies says so. */
  public boolean isUntold(ConsistencyModel level, Findings findings) {
    return all().contains(level) && findings.names().stream().noneMatch(a -> concerns(a, level));
  }

  /** Takes note of what anomalies that are no cycles rule out. */
  public void addByName(Findings findings) {
    for (String name : findings.names()) {
      add(
          name,
          switch (name) {
            // No history has a read of a version that was not there.
            case "duplicate-elements",
                "cyclic-versions",
                "garbage-read",
                "future-read",
                "not-own-write" ->
                Set.of(ConsistencyModel.READ_UNCOMMITTED);
            case "internal" -> Set.of(ConsistencyModel.READ_ATOMIC);
            case "lost-update" ->
                Set.of(ConsistencyModel.CURSOR_STABILITY, ConsistencyModel.UPDATE_ATOMIC);
            default -> Set.of(ConsistencyModel.READ_COMMITTED);
          });
    }
  }
}
