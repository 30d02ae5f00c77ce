package dev.ordeal.results.history.fault;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the nemesis was to do, as the first of its events says.
 *
 * @param isByHand whether a person wrote the schedule; else it was drawn from the seed
 * @param kinds the kinds of faults that were asked for, by their names
 * @param faults every planned fault
 */
public record FaultPlan(boolean isByHand, List<String> kinds, List<Entry> faults) {
  /** The function of the event. */
  public static final String FUNCTION = "fault-plan";

  /** The function of the event by which the nemesis says that it came to the end of its plan. */
  public static final String END = "fault-plan-end";

  /**
   * A planned fault.
   *
   * @param id its number, from 1, which its events name
   * @param kind {@code partition}, {@code kill}, …
   * @param when what it waits for: {@code start} or a trigger
   * @param atMillis when to inject it, since then
   * @param untilMillis when to undo it, since then
   * @param aim to whom, or in what form
   */
  public record Entry(
      long id, String kind, String when, long atMillis, long untilMillis, String aim) {}

  public FaultPlan {
    kinds = List.copyOf(kinds);
    faults = List.copyOf(faults);
  }

  /** The event's value. */
  public Value value() {
    List<Value> entries = new ArrayList<>();
    for (Entry fault : faults) {
      Map<String, Value> entry = new LinkedHashMap<>();
      entry.put("id", Value.of(fault.id()));
      entry.put("kind", Value.of(fault.kind()));
      entry.put("when", Value.of(fault.when()));
      entry.put("at", Value.of(fault.atMillis()));
      entry.put("until", Value.of(fault.untilMillis()));
      entry.put("aim", Value.of(fault.aim()));
      entries.add(new Value.Dict(entry));
    }
    Map<String, Value> value = new LinkedHashMap<>();
    value.put("by-hand", Value.of(isByHand));
    value.put("kinds", Value.texts(kinds));
    value.put("faults", new Value.Seq(entries));
    return new Value.Dict(value);
  }

  /** The plan of a history; empty if none is recorded. */
  public static Optional<FaultPlan> of(History history) {
    for (Event event : history.nemesisEvents()) {
      if (event.function().equals(FUNCTION) && event.value() instanceof Value.Dict dict) {
        return Optional.of(read(dict.entries()));
      }
    }
    return Optional.empty();
  }

  private static FaultPlan read(Map<String, Value> value) {
    List<Entry> faults = new ArrayList<>();
    for (Value each : value.getOrDefault("faults", Value.seq()).asList()) {
      if (each instanceof Value.Dict dict) {
        Map<String, Value> entry = dict.entries();
        faults.add(
            new Entry(
                entry.getOrDefault("id", Value.NIL).asLong(),
                entry.getOrDefault("kind", Value.NIL).asText(),
                entry.getOrDefault("when", Value.NIL).asText(),
                entry.getOrDefault("at", Value.NIL).asLong(),
                entry.getOrDefault("until", Value.NIL).asLong(),
                entry.getOrDefault("aim", Value.NIL).asText()));
      }
    }
    boolean isByHand = Value.of(true).equals(value.get("by-hand"));
    List<String> kinds =
        value.getOrDefault("kinds", Value.seq()).asList().stream().map(Value::asText).toList();
    return new FaultPlan(isByHand, kinds, faults);
  }
}
