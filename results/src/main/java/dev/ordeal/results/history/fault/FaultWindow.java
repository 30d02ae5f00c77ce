package dev.ordeal.results.history.fault;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The time during which one fault held, as the nemesis' events tell it.
 *
 * <p>The nemesis records each fault with four events whose value names the fault's number: invoke
 * and info with phase {@code inject}, invoke and info with phase {@code undo}. Info events between
 * and after them say what was seen: {@code held}, with an error if it had no effect; {@code kept},
 * before it is undone, with an error if it did not hold until then; {@code gone}, afterwards. A
 * fault of the plan that was left out has one event, {@code skip}, with the reason as its error; so
 * has one that was injected and could do nothing just then.
 *
 * @param id the fault's number within the run
 * @param kind {@code partition}, {@code kill}, …
 * @param description what was done to whom
 * @param start nanoseconds at which it was in place
 * @param end nanoseconds at which it was undone; the history's last instant if it never was
 */
public record FaultWindow(long id, String kind, String description, long start, long end) {
  /** Field of a nemesis event's value: the fault's number. */
  public static final String FAULT = "fault";

  /** Field of a nemesis event's value: {@link #INJECT} or {@link #UNDO}. */
  public static final String PHASE = "phase";

  /** Field of a nemesis event's value: the fault, for people. */
  public static final String WHAT = "what";

  /** Field of a nemesis event's value: the names of the nodes that the fault strikes. */
  public static final String NODES = "nodes";

  /** Key of what it may make of these nodes, {@link dev.ordeal.results.nodes.Consequence}. */
  public static final String MAY = "may";

  /** Field of a nemesis event's value: what was seen of the fault. */
  public static final String SEEN = "seen";

  public static final String SKIP = "skip";
  public static final String HELD = "held";
  public static final String KEPT = "kept";
  public static final String GONE = "gone";
  public static final String INJECT = "inject";
  public static final String UNDO = "undo";

  /**
   * The faults that took hold, in order of injection; those that failed or had no effect are left
   * out.
   */
  public static List<FaultWindow> of(History history) {
    long last = history.events().isEmpty() ? 0 : history.events().getLast().time();
    Map<Long, FaultWindow> windows = new LinkedHashMap<>();
    for (Event event : history.nemesisEvents()) {
      if (event.type() != Event.Type.INFO
          || !(event.value() instanceof Value.Dict dict)
          || !(dict.entries().get(FAULT) instanceof Value.Int id)) {
        continue;
      }
      String phase = dict.entries().getOrDefault(PHASE, Value.NIL).asText();
      String what = dict.entries().getOrDefault(WHAT, Value.NIL).asText();
      boolean failed = !event.error().isEmpty();
      if (phase.equals(SKIP) || (failed && phase.equals(HELD))) {
        windows.remove(id.value());
      } else if (!failed && phase.equals(INJECT)) {
        windows.put(
            id.value(), new FaultWindow(id.value(), event.function(), what, event.time(), last));
      } else if (!failed && phase.equals(UNDO)) {
        windows.computeIfPresent(
            id.value(),
            (key, w) -> new FaultWindow(w.id, w.kind, w.description, w.start, event.time()));
      }
    }
    return new ArrayList<>(windows.values());
  }
}
