package dev.ordeal.harness.run;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The keys that operations named last, for the reads at the end of a run. For one thread. */
final class KeysUsed {
  private static final int KEYS_MAX = 200;

  private final Set<Value> keys = new LinkedHashSet<>();

  void saw(Event event) {
    if (event.type() != Event.Type.INVOKE) {
      return;
    }
    for (Value key : keysOf(event)) {
      if (keys.add(key) && keys.size() > KEYS_MAX) {
        keys.remove(keys.iterator().next());
      }
    }
  }

  /** The newest first. */
  List<Value> newestFirst() {
    return List.copyOf(keys).reversed();
  }

  /** The event's key; of a transaction, those of its steps. */
  private static List<Value> keysOf(Event event) {
    return event.function().equals("txn")
        ? event.value().asList().stream().map(step -> step.asList().get(1)).toList()
        : List.of(event.key());
  }
}
