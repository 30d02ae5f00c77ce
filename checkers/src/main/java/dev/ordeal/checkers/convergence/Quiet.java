package dev.ordeal.checkers.convergence;

import dev.ordeal.checkers.Step;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.HashSet;
import java.util.Set;

/**
 * From when on nothing is changed or broken any more.
 *
 * @param index of the last event that changed or broke something
 * @param nanos when that was
 * @param isHealed whether all faults were undone by then
 */
record Quiet(long index, long nanos, boolean isHealed) {
  static Quiet of(History history) {
    long index = -1;
    long nanos = 0;
    Set<Value> holding = new HashSet<>();
    for (Event event : history.nemesisEvents()) {
      if (event.value() instanceof Value.Dict dict
          && dict.entries().containsKey(FaultWindow.FAULT)
          && !Value.of(FaultWindow.SKIP).equals(dict.entries().get(FaultWindow.PHASE))) {
        index = Math.max(index, event.index());
        nanos = Math.max(nanos, event.time());
        Value fault = dict.entries().get(FaultWindow.FAULT);
        String phase = dict.entries().getOrDefault(FaultWindow.PHASE, Value.NIL).asText();
        if (phase.equals(FaultWindow.INJECT)) {
          holding.add(fault);
        } else if (phase.equals(FaultWindow.UNDO)
            && event.type() == Event.Type.INFO
            && event.error().isEmpty()) {
          holding.remove(fault);
        }
      }
    }
    for (Operation operation : history.operations()) {
      if (Step.of(operation).stream().anyMatch(step -> !step.isRead())) {
        Event last = operation.completion().orElse(operation.invocation());
        index = Math.max(index, last.index());
        nanos = Math.max(nanos, last.time());
      }
    }
    return new Quiet(index, nanos, holding.isEmpty());
  }
}
