package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.fault.FaultPlan;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.Optional;

/** What became of one planned fault, as its events say. Not thread-safe. */
final class FaultOutcome {
  private final FaultPlan.Entry entry;
  private String what;
  private Event injected;
  private Event held;
  private Event kept;
  private Event skipped;

  FaultOutcome(FaultPlan.Entry entry) {
    this.entry = entry;
    this.what = entry.kind() + " " + entry.aim();
  }

  void add(Event event, String phase, String described) {
    if (event.type() != Event.Type.INFO) {
      return;
    }
    what = described.isEmpty() ? what : described;
    switch (phase) {
      case FaultWindow.INJECT -> injected = event;
      case FaultWindow.HELD -> held = event;
      case FaultWindow.KEPT -> kept = event;
      case FaultWindow.SKIP -> skipped = event;
      default -> {
        // Undoing says nothing about whether it held.
      }
    }
  }

  FaultPlan.Entry entry() {
    return entry;
  }

  /** Whether it was left out, could not be injected, or could do nothing because of another. */
  boolean wasSkipped() {
    return skipped != null || (injected != null && !injected.error().isEmpty());
  }

  boolean wasInjected() {
    return injected != null && injected.error().isEmpty();
  }

  /** Whether it was seen to hold from its injection until it was undone. */
  boolean held() {
    return wasInjected()
        && held != null
        && held.error().isEmpty()
        && kept != null
        && kept.error().isEmpty();
  }

  /** Why it was left out. */
  String reason() {
    if (skipped != null) {
      return skipped.error();
    }
    return injected == null ? "nothing is recorded of it" : injected.error();
  }

  String describe() {
    return "%s at %d ms: %s".formatted(what, entry.atMillis(), reason());
  }

  /** Why it counts for nothing although it was injected; empty if it held or was left out. */
  Optional<String> problem() {
    if (!wasInjected() || held() || skipped != null) {
      return Optional.empty();
    }
    if (held == null || (kept == null && held.error().isEmpty())) {
      return Optional.of("fault '%s' was not looked at until it was undone".formatted(what));
    }
    return Optional.of(
        held.error().isEmpty()
            ? "fault '%s' did not hold until it was undone: %s".formatted(what, kept.error())
            : "fault '%s' had no effect: %s".formatted(what, held.error()));
  }
}
