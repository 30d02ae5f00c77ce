package dev.ordeal.checkers;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Count;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A history as one of sessions, in which no process goes on after a call of unknown outcome: such a
 * call may take effect later than what its process did next, so that the session ends with it. A
 * recorder that lets a process go on has its later calls count as those of another process.
 *
 * @param history the same operations with the same numbers
 * @param ended how often a session ended so although its process went on
 */
public record UnknownCalls(History history, int ended) {
  /** O(operations); the very same history where no process goes on. Thread-safe. */
  public static UnknownCalls endSessions(History history) {
    Columns columns = history.columns();
    return history.recorded().processes() && someGoOn(columns, IntStream.range(0, columns.size()))
        ? apart(history)
        : new UnknownCalls(history, 0);
  }

  /**
   * Whether a process makes another call after one of unknown outcome.
   *
   * @param operations the numbers of those to look at, ascending
   */
  public static boolean someGoOn(Columns columns, IntStream operations) {
    Set<Integer> gone = new HashSet<>();
    return operations.anyMatch(
        operation -> {
          if (!gone.isEmpty() && gone.contains(columns.process(operation))) {
            return true;
          }
          if (!columns.isOk(operation) && !columns.isFail(operation)) {
            gone.add(columns.process(operation));
          }
          return false;
        });
  }

  private static UnknownCalls apart(History history) {
    int next = history.events().stream().mapToInt(Event::process).max().orElse(0) + 1;
    Map<Integer, Integer> names = new HashMap<>();
    Set<Integer> open = new HashSet<>();
    Set<Integer> unknown = new HashSet<>();
    List<Event> events = new ArrayList<>();
    int ended = 0;
    for (Event event : history.events()) {
      int process = event.process();
      if (process == Event.NEMESIS) {
        events.add(event);
        continue;
      }
      boolean begins = event.type() == Event.Type.INVOKE;
      // A call that is still open is as unknown as one that ended so.
      boolean goesOn = unknown.remove(process) || (begins && open.contains(process));
      if (goesOn) {
        names.put(process, next++);
        ended++;
      }
      events.add(event.of(names.getOrDefault(process, process)));
      if (begins) {
        open.add(process);
      } else {
        open.remove(process);
      }
      if (event.type() == Event.Type.INFO) {
        unknown.add(process);
      }
    }
    return new UnknownCalls(History.of(events, history.recorded()), ended);
  }

  /** The result of a check of {@link #history}, with a warning where sessions ended. */
  public CheckResult told(CheckResult result) {
    if (ended == 0) {
      return result;
    }
    List<String> warnings = new ArrayList<>(result.warnings());
    warnings.add(
        "%s of unknown outcome %s not the last of %s: what came next counts as another process's"
            .formatted(
                Count.of(ended, "call"),
                ended == 1 ? "was" : "were",
                ended == 1 ? "its process" : "their processes"));
    return result.withWarnings(warnings);
  }
}
