package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of every planned fault.
 *
 * @param all in the order of the plan
 * @param reachedEnd whether the nemesis came to the end of its plan
 */
record FaultOutcomes(Collection<FaultOutcome> all, boolean reachedEnd) {
  static FaultOutcomes of(History history, FaultPlan plan) {
    Map<Long, FaultOutcome> all = new LinkedHashMap<>();
    plan.faults().forEach(entry -> all.put(entry.id(), new FaultOutcome(entry)));
    boolean reachedEnd = false;
    for (Event event : history.nemesisEvents()) {
      if (event.function().equals(FaultPlan.END)) {
        reachedEnd = true;
      } else if (event.value() instanceof Value.Dict dict
          && dict.entries().get(FaultWindow.FAULT) instanceof Value.Int id
          && all.containsKey(id.value())) {
        String phase = dict.entries().getOrDefault(FaultWindow.PHASE, Value.NIL).asText();
        String what = dict.entries().getOrDefault(FaultWindow.WHAT, Value.of("")).asText();
        all.get(id.value()).add(event, phase, what);
      }
    }
    return new FaultOutcomes(List.copyOf(all.values()), reachedEnd);
  }
}
