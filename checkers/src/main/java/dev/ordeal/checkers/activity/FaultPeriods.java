package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The times of a history in which faults were being injected or held, and the calms between them.
 * Together they are the whole history.
 *
 * @param faults the faults that took hold, by their start
 * @param calms in order; the first, before any fault, is missing if there was no such time
 * @param faulty in order, without overlaps
 */
record FaultPeriods(List<FaultWindow> faults, List<Calm> calms, List<Span> faulty) {
  /** Nanoseconds from one instant up to another, without it. */
  record Span(long start, long end) {}

  /**
   * A time without faults.
   *
   * @param after the fault that was undone last; empty before the first
   * @param end when the injection of the next fault began
   */
  record Calm(String after, long start, long end) {}

  static FaultPeriods of(History history) {
    List<FaultWindow> faults =
        FaultWindow.of(history).stream()
            .sorted(Comparator.comparingLong(FaultWindow::start))
            .toList();
    Map<Long, Long> begun = begun(history);
    List<Calm> calms = new ArrayList<>();
    List<Span> faulty = new ArrayList<>();
    long last = history.events().isEmpty() ? 0 : history.events().getLast().time();
    long quietSince = 0;
    String after = "";
    ToLongFunction<FaultWindow> begins = fault -> begun.getOrDefault(fault.id(), fault.start());
    for (FaultWindow fault : faults.stream().sorted(Comparator.comparingLong(begins)).toList()) {
      long begin = begins.applyAsLong(fault);
      if (begin > quietSince) {
        calms.add(new Calm(after, quietSince, begin));
      }
      if (faulty.isEmpty() || begin > faulty.getLast().end()) {
        faulty.add(new Span(begin, fault.end()));
      } else if (fault.end() > faulty.getLast().end()) {
        faulty.add(new Span(faulty.removeLast().start(), fault.end()));
      }
      if (fault.end() >= quietSince) {
        quietSince = fault.end();
        after = fault.description();
      }
    }
    calms.add(new Calm(after, quietSince, last + 1));
    return new FaultPeriods(faults, calms, faulty);
  }

  /** By fault: when its injection began, which may take a while. */
  private static Map<Long, Long> begun(History history) {
    Map<Long, Long> begun = new HashMap<>();
    for (Event event : history.nemesisEvents()) {
      if (event.type() == Event.Type.INVOKE
          && event.value() instanceof Value.Dict dict
          && dict.entries().get(FaultWindow.FAULT) instanceof Value.Int id) {
        begun.putIfAbsent(id.value(), event.time());
      }
    }
    return begun;
  }

  /** The calm that follows a fault, once all that overlapped it are undone, too. */
  Calm calmAfter(FaultWindow fault) {
    return calms.stream()
        .filter(calm -> calm.start() >= fault.end() && !calm.after().isEmpty())
        .findFirst()
        .orElse(calms.getLast());
  }
}
