package dev.ordeal.nemesis;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.io.IOException;

/** Where the nemesis records what it does: the run's history. */
@FunctionalInterface
public interface EventSink {
  void record(Event.Type type, String function, Value value, String error) throws IOException;
}
