package dev.ordeal.checkers.nodes;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.nodes.NodeEnd;
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
  /** A node that ended because of a fault may be seen, or end, a while after the undoing. */
  private static final long TOLERANCE_NANOS = 5_000_000_000L;

  /** A fault from when its injection begins to when its undoing ends. */
  private record Strike(Set<Consequence> may, String what, List<String> nodes, long from, long to) {
    boolean mayMake(Consequence consequence, String node) {
      return may.contains(consequence) && nodes.contains(node);
    }

    /** Whether it explains an end between two times. */
    boolean explains(String node, long notBefore, long time) {
      boolean isNear = to == Long.MAX_VALUE || notBefore <= to + TOLERANCE_NANOS;
      return time >= from
          && (mayMake(Consequence.DATA_CHANGES, node)
              || (mayMake(Consequence.NODE_ENDS, node) && isNear));
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
            id.value(), (i, s) -> new Strike(s.may, s.what, s.nodes, s.from, event.time()));
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
    Set<Consequence> may = Consequence.of(value.getOrDefault(FaultWindow.MAY, Value.seq()));
    return new Strike(may, what, nodes, event.time(), Long.MAX_VALUE);
  }

  /**
   * The fault that explains the end of a node, which may have happened some time before it was
   * seen.
   *
   * @return the fault, for people; empty if none does
   */
  public Optional<String> of(NodeEnd end) {
    return strikes.stream()
        .filter(strike -> strike.explains(end.node(), end.notBefore(), end.time()))
        .map(Strike::what)
        .findFirst();
  }

  /** By node whose data was changed for good: the fault, for people. */
  public Map<String, String> damaged() {
    Map<String, String> damaged = new TreeMap<>();
    for (Strike strike : strikes) {
      if (strike.may.contains(Consequence.DATA_CHANGES)) {
        strike.nodes.forEach(node -> damaged.putIfAbsent(node, strike.what));
      }
    }
    return damaged;
  }

  /** A fault that explains that a node's log complains at some time of the run. */
  public Optional<String> ofComplaint(String node) {
    return strikes.stream()
        .filter(strike -> strike.mayMake(Consequence.LOG_COMPLAINS, node))
        .map(Strike::what)
        .findFirst();
  }
}
