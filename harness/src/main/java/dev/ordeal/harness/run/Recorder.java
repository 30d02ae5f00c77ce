package dev.ordeal.harness.run;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.file.HistoryWriter;
import java.io.IOException;

/**
 * Gives events their index and time and hands them to the writer, in one order for everybody.
 * Thread-safe.
 */
public final class Recorder {
  private final HistoryWriter writer;
  private final long startNanos;
  private long index;
  private long lastTime;

  /**
   * @param startNanos {@link System#nanoTime} at which the run begins
   */
  public Recorder(HistoryWriter writer, long startNanos) {
    this.writer = writer;
    this.startNanos = startNanos;
  }

  /** Nanoseconds since the run began. */
  public long now() {
    return System.nanoTime() - startNanos;
  }

  long startNanos() {
    return startNanos;
  }

  /** An event without index and time. */
  @FunctionalInterface
  interface Draft {
    Event at(long index, long time);
  }

  /** Records an event; the action runs once it is on disk. */
  synchronized Event record(Draft draft, Runnable whenWritten) throws IOException {
    lastTime = Math.max(lastTime, now());
    Event event = draft.at(index++, lastTime);
    writer.append(event, whenWritten);
    return event;
  }

  Event record(Draft draft) throws IOException {
    return record(draft, () -> {});
  }

  /** Records what the nemesis does. */
  public void nemesis(Event.Type type, String function, Value value, String error)
      throws IOException {
    record((i, t) -> new Event(i, t, Event.NEMESIS, type, function, Value.NIL, value, error));
  }
}
