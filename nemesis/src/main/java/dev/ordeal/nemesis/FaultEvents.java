package dev.ordeal.nemesis;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The events that the nemesis records of its plan and of each fault. */
final class FaultEvents {
  private final EventSink sink;

  FaultEvents(EventSink sink) {
    this.sink = sink;
  }

  /** The first event: all that is planned; faults are numbered from 1. */
  void plan(boolean isByHand, List<FaultType> types, List<PlannedFault> faults) throws IOException {
    List<FaultPlan.Entry> entries = new ArrayList<>();
    for (PlannedFault fault : faults) {
      entries.add(
          new FaultPlan.Entry(
              entries.size() + 1,
              fault.type().name(),
              fault.when().toString(),
              fault.atMillis(),
              fault.untilMillis(),
              fault.shape()));
    }
    List<String> names = types.stream().map(FaultType::name).toList();
    Value value = new FaultPlan(isByHand, names, entries).value();
    sink.record(Event.Type.INFO, FaultPlan.FUNCTION, value, "");
  }

  /** The last event of a nemesis that lived to the end. */
  void end() throws IOException {
    sink.record(Event.Type.INFO, FaultPlan.END, Value.NIL, "");
  }

  void record(Event.Type type, FaultType of, Fault fault, long id, String phase, String error)
      throws IOException {
    sink.record(type, of.name(), value(id, phase, of, fault, ""), error);
  }

  /** What was seen of a fault: an error if it is not what should be seen. */
  void seen(FaultType of, Fault fault, long id, String phase, Seen seen) throws IOException {
    sink.record(
        Event.Type.INFO,
        of.name(),
        value(id, phase, of, fault, seen.what()),
        seen.holds() ? "" : seen.what());
  }

  /** A fault of the plan that was left out. */
  void skipped(PlannedFault planned, long id, String what, String reason) throws IOException {
    sink.record(
        Event.Type.INFO, planned.type().name(), value(id, FaultWindow.SKIP, what, ""), reason);
  }

  private static Value value(long id, String phase, FaultType of, Fault fault, String seen) {
    Map<String, Value> value = new LinkedHashMap<>();
    value.putAll(((Value.Dict) value(id, phase, fault.describe(), seen)).entries());
    value.put(FaultWindow.NODES, Value.texts(List.copyOf(fault.struck())));
    if (phase.equals(FaultWindow.INJECT) && !of.consequences().isEmpty()) {
      value.put(FaultWindow.MAY, Consequence.value(of.consequences()));
    }
    return new Value.Dict(value);
  }

  private static Value value(long id, String phase, String what, String seen) {
    Map<String, Value> value = new LinkedHashMap<>();
    value.put(FaultWindow.FAULT, Value.of(id));
    value.put(FaultWindow.PHASE, Value.of(phase));
    value.put(FaultWindow.WHAT, Value.of(what));
    if (!seen.isEmpty()) {
      value.put(FaultWindow.SEEN, Value.of(seen));
    }
    return new Value.Dict(value);
  }
}
