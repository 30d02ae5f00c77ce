package dev.ordeal.harness.run;

import dev.ordeal.checkers.activity.Answered;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.nodes.Recovery;
import java.util.concurrent.atomic.AtomicLong;

/** Counts calls and answers. Thread-safe. */
final class FinalCallCounter {
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();

  void saw(Event event) {
    if (event.type() == Event.Type.INVOKE) {
      calls.incrementAndGet();
    } else if (Answered.is(event)) {
      answered.incrementAndGet();
    }
  }

  Recovery.FinalCalls counted() {
    return new Recovery.FinalCalls(calls.get(), answered.get());
  }
}
