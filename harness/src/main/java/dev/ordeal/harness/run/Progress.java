package dev.ordeal.harness.run;

import dev.ordeal.results.history.Event;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts what happens, for people who watch. Written by the interpreter's thread, read by any. */
public final class Progress {
  private final AtomicLongArray counts = new AtomicLongArray(Event.Type.values().length);

  void count(Event event) {
    counts.incrementAndGet(slot(event.type()));
  }

  private static int slot(Event.Type type) {
    return switch (type) {
      case INVOKE -> 0;
      case OK -> 1;
      case FAIL -> 2;
      case INFO -> 3;
    };
  }

  private long of(Event.Type type) {
    return counts.get(slot(type));
  }

  /** One line: time, operations, rate, outcomes, the faults that hold. */
  public String line(Duration elapsed, Duration limit, String faults) {
    double seconds = Math.max(0.001, elapsed.toMillis() / 1000.0);
    long done = of(Event.Type.OK) + of(Event.Type.FAIL) + of(Event.Type.INFO);
    return String.format(
        Locale.ROOT,
        "%02d:%02d/%02d:%02d  %,d ops  %,.0f/s  ok %.1f %%  fail %,d  info %,d%s",
        elapsed.toMinutes(),
        elapsed.toSecondsPart(),
        limit.toMinutes(),
        limit.toSecondsPart(),
        of(Event.Type.INVOKE),
        done / seconds,
        done == 0 ? 0.0 : 100.0 * of(Event.Type.OK) / done,
        of(Event.Type.FAIL),
        of(Event.Type.INFO),
        faults.isEmpty() ? "" : "  fault: " + faults);
  }
}
