package dev.ordeal.checkers.nodes;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which faults explain that a node ends by itself: those that take away what it needs, and those
 * that change its data for good. A node that was killed is no matter of these: its end is asked
 * for, and is not recorded as an end by itself; so its next end is explained only by other faults.
 */
public final class Explanations {
  /** While they hold, and for {@link #TOLERANCE_NANOS} afterwards. */
  private static final Set<String> WHILE_HELD =
      Set.of("memory", "disk-full", "disk-errors", "membership");

  /** From their beginning to the end of the run: what they change stays changed. */
  private static final Set<String> FOR_GOOD =
      Set.of("disk-corruption", "truncation", "bitflip", "rollback");

  /** A node that ended because of a fault may be seen, or end, a while after the undoing. */
  private static final long TOLERANCE_NANOS = 5_000_000_000L;

  /** A fault from when its injection begins to when its undoing ends. */
  private record Strike(String kind, String what, List<String> nodes, long from, long to) {
    boolean explains(String node, long time) {
      if (!nodes.contains(node) || time < from) {
        return false;
      }
      boolean isNear = to == Long.MAX_VALUE || time <= to + TOLERANCE_NANOS;
      return FOR_GOOD.contains(kind) || (WHILE_HELD.contains(kind) && isNear);
    }
  }

  private final List<Strike> strikes;

  private Explanations(List<Strike> strikes) {
    this.strikes = strikes;
  }

  public static Explanations of(History history) {
    Map<Long, Strike> strikes = new LinkedHashMap<>();
    for (Event event : history.nemesisEvents()) {
      if (!(event.value() instanceof Value.Dict dict)
          || !(dict.entries().get(FaultWindow.FAULT) instanceof Value.Int id)) {
        continue;
      }
      String phase = dict.entries().getOrDefault(FaultWindow.PHASE, Value.NIL).asText();
      if (phase.equals(FaultWindow.INJECT)) {
        strikes.putIfAbsent(id.value(), begun(event, dict.entries()));
      } else if (phase.equals(FaultWindow.UNDO) && event.type() == Event.Type.INFO) {
        strikes.computeIfPresent(
            id.value(), (i, s) -> new Strike(s.kind, s.what, s.nodes, s.from, event.time()));
      }
    }
    return new Explanations(new ArrayList<>(strikes.values()));
  }

  private static Strike begun(Event event, Map<String, Value> value) {
    List<String> nodes =
        value.getOrDefault(FaultWindow.NODES, Value.seq()).asList().stream()
            .map(Value::asText)
            .toList();
    String what = value.getOrDefault(FaultWindow.WHAT, Value.NIL).asText();
    return new Strike(event.function(), what, nodes, event.time(), Long.MAX_VALUE);
  }

  /**
   * The fault that explains the end of a node.
   *
   * @param time nanoseconds since the run began
   * @return the fault in words; empty if none does
   */
  public Optional<String> of(String node, long time) {
    return strikes.stream()
        .filter(strike -> strike.explains(node, time))
        .map(Strike::what)
        .findFirst();
  }

  /** By node whose data was changed for good: the fault in words. */
  public Map<String, String> damaged() {
    Map<String, String> damaged = new TreeMap<>();
    for (Strike strike : strikes) {
      if (FOR_GOOD.contains(strike.kind)) {
        strike.nodes.forEach(node -> damaged.putIfAbsent(node, strike.what));
      }
    }
    return damaged;
  }

  /** A fault that explains that a node's log complains at some time of the run. */
  public Optional<String> ofComplaint(String node) {
    return strikes.stream()
        .filter(
            strike ->
                (FOR_GOOD.contains(strike.kind)
                        || WHILE_HELD.contains(strike.kind)
                        || strike.kind.equals("corruption"))
                    && strike.nodes.contains(node))
        .map(Strike::what)
        .findFirst();
  }
}
