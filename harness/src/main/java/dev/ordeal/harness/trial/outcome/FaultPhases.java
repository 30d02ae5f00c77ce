package dev.ordeal.harness.trial.outcome;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.OptionalLong;

/** When injecting and undoing a fault began; they may take effect long before they are over. */
final class FaultPhases {
  private FaultPhases() {}

  /**
   * The time at which a phase of a fault began.
   *
   * @param phase of {@link FaultWindow}
   * @return empty if it did not
   */
  static OptionalLong begun(History history, FaultWindow fault, String phase) {
    return history.nemesisEvents().stream()
        .filter(event -> isOf(event, fault, phase))
        .mapToLong(Event::time)
        .min();
  }

  private static boolean isOf(Event event, FaultWindow fault, String phase) {
    return event.value() instanceof Value.Dict dict
        && Value.of(fault.id()).equals(dict.entries().get(FaultWindow.FAULT))
        && Value.of(phase).equals(dict.entries().get(FaultWindow.PHASE));
  }
}
