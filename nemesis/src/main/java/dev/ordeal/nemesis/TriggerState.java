package dev.ordeal.nemesis;

import dev.ordeal.results.history.Event;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What has happened in a run so far, for faults that wait for it. Thread-safe. */
final class TriggerState {
  private final Supplier<Optional<String>> leader;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicBoolean info = new AtomicBoolean();
  private Optional<String> firstLeader = Optional.empty();

  /**
   * @param leader tells who leads now
   */
  TriggerState(Supplier<Optional<String>> leader) {
    this.leader = leader;
  }

  /** Called with each event of a client. */
  void saw(Event event) {
    if (event.type() == Event.Type.OK && !event.function().equals("read")) {
      acknowledged.incrementAndGet();
    } else if (event.type() == Event.Type.INFO) {
      info.set(true);
    }
  }

  /** Whether it has happened; who leads is asked only where that matters. */
  synchronized boolean has(Trigger trigger) {
    return switch (trigger) {
      case Trigger.Start start -> true;
      case Trigger.FirstInfo first -> info.get();
      case Trigger.Acknowledged many -> acknowledged.get() >= many.count();
      case Trigger.LeaderChange change -> {
        Optional<String> now = leader.get();
        if (firstLeader.isEmpty()) {
          firstLeader = now;
        }
        yield now.isPresent() && !now.equals(firstLeader);
      }
    };
  }
}
