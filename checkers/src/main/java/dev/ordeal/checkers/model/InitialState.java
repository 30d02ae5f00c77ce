package dev.ordeal.checkers.model;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What objects held before a history began, as operations before all others that put it there.
 *
 * @param ofAll what every object held for which nothing else is said
 * @param byKey what objects held, by the texts of their keys
 */
public record InitialState(Optional<Value> ofAll, Map<String, Value> byKey) {
  /** Nothing is said of any object. */
  public static final InitialState UNSAID = new InitialState(Optional.empty(), Map.of());

  /** Whether nothing is said of any object. */
  public boolean isUnsaid() {
    return ofAll.isEmpty() && byKey.isEmpty();
  }

  /** What all objects held, if the same is said of all. */
  public Optional<Value> uniform() {
    return byKey.isEmpty() ? ofAll : Optional.empty();
  }

  private Optional<Value> of(Value key) {
    Value own = byKey.get(key.asText());
    return own == null ? ofAll : Optional.of(own);
  }

  /** The first key of which something is said and that no operation of a history has. */
  public Optional<String> unknownKey(History history) {
    if (byKey.isEmpty()) {
      return Optional.empty();
    }
    Set<String> known = new HashSet<>();
    keysOfTransactions(history).forEach(key -> known.add(key.asText()));
    history.columns().byKey().keySet().forEach(key -> known.add(key.asText()));
    return byKey.keySet().stream().filter(key -> !known.contains(key)).findFirst();
  }

  private static Set<Value> keysOfTransactions(History history) {
    Columns columns = history.columns();
    MicroOps ops = columns.pool().microOps();
    Set<Value> keys = new LinkedHashSet<>();
    for (int key = 0; key < ops.keyCount(); key++) {
      keys.add(columns.pool().value(ops.keyCell(key)));
    }
    return keys;
  }

  /** The history with a transaction before all others that writes to every key it mentions. */
  public History beforeTransactions(History history) {
    List<Value> writes = new ArrayList<>();
    for (Value key : keysOfTransactions(history)) {
      of(key)
          .filter(value -> !value.isNil())
          .ifPresent(
              value -> writes.add(Value.seq(Value.of(MicroOps.Kind.WRITE.wireName()), key, value)));
    }
    return writes.isEmpty()
        ? history
        : before(
            history, List.of(new Call(Operation.TRANSACTION, Value.NIL, new Value.Seq(writes))));
  }

  /**
   * The history with a call for every object before all others.
   *
   * @param function the one that puts a value into an object that is fresh
   */
  public History beforeCalls(History history, String function) {
    List<Call> calls = new ArrayList<>();
    for (Value key : history.columns().byKey().keySet()) {
      of(key)
          .filter(value -> !value.isNil())
          .ifPresent(value -> calls.add(new Call(function, key, value)));
    }
    return calls.isEmpty() ? history : before(history, calls);
  }

  private record Call(String function, Value key, Value value) {}

  private static History before(History history, List<Call> calls) {
    List<Event> events = new ArrayList<>();
    long index = history.events().getFirst().index() - 2L * calls.size();
    long time = history.events().getFirst().time();
    int process = 0;
    for (Event event : history.events()) {
      process = Math.max(process, event.process() + 1);
    }
    for (Call call : calls) {
      events.add(Event.invoke(index++, time, process, call.function(), call.key(), call.value()));
      events.add(
          new Event(
              index++,
              time,
              process,
              Event.Type.OK,
              call.function(),
              call.key(),
              call.value(),
              ""));
    }
    return history.preceded(events);
  }

  /** Whether a history is one of transactions that write registers, or only read them. */
  public static boolean areRegisters(History history) {
    Columns columns = history.columns();
    MicroOps ops = columns.pool().microOps();
    for (int i = 0; i < columns.size(); i++) {
      long cell = columns.argument(i);
      if (!CellPool.isTransaction(cell)) {
        continue;
      }
      int at = ops.first(cell);
      for (int step = ops.countFrom(at); step > 0; step--, at += MicroOps.WIDTH) {
        MicroOps.Kind kind = ops.kind(at);
        if (kind != MicroOps.Kind.READ && kind != MicroOps.Kind.WRITE) {
          return false;
        }
      }
    }
    return true;
  }
}
