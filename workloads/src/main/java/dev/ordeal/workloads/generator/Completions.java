package dev.ordeal.workloads.generator;

import dev.ordeal.results.history.Event;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Outcome;

/** Turns outcomes into the events that record them. */
public final class Completions {
  private Completions() {}

  /** The event by which a call of a process ended. */
  public static Event event(long index, long time, int process, Call call, Outcome outcome) {
    String f = call.function();
    return switch (outcome) {
      case Outcome.Ok ok ->
          new Event(index, time, process, Event.Type.OK, f, call.key(), ok.result(), "");
      case Outcome.Fail fail ->
          new Event(
              index, time, process, Event.Type.FAIL, f, call.key(), call.argument(), fail.error());
      case Outcome.Info info ->
          new Event(
              index, time, process, Event.Type.INFO, f, call.key(), call.argument(), info.error());
    };
  }
}
