package dev.ordeal.targets.brittle.node;

import java.util.HashMap;
import java.util.Map;

/** The state machine: a number by key. */
final class Registers {
  private final Map<Long, Long> values = new HashMap<>();

  /** Applies an entry and answers as the client will see it. */
  String apply(Entry entry) {
    return switch (entry.kind()) {
      case NOTHING -> "ok";
      case READ -> read(entry.key());
      case WRITE -> {
        values.put(entry.key(), entry.first());
        yield "ok";
      }
      case CAS -> {
        Long current = values.get(entry.key());
        if (current == null || current != entry.first()) {
          yield "fail mismatch";
        }
        values.put(entry.key(), entry.second());
        yield "ok";
      }
    };
  }

  String read(long key) {
    Long value = values.get(key);
    return value == null ? "ok nil" : "ok " + value;
  }

  void clear() {
    values.clear();
  }
}
