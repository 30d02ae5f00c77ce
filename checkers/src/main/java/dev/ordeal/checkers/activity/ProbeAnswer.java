package dev.ordeal.checkers.activity;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * What a probe answered at a time; the nemesis records it as an {@code info} of function {@link
 * #FUNCTION} whose value is the probe's text.
 *
 * @param problem why it does not hold; empty if it does
 */
public record ProbeAnswer(long time, String probe, String problem) {
  public static final String FUNCTION = "probe";

  /** The function with which the nemesis says, as an error, why it broke off. */
  public static final String ABORT = "abort";

  /** All answers of a history, in their order. */
  static List<ProbeAnswer> of(History history) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(FUNCTION) && e.value() instanceof Value.Text)
        .map(e -> new ProbeAnswer(e.time(), e.value().asText(), e.error()))
        .toList();
  }

  /** Why the nemesis broke off; empty if it did not. */
  static String abort(History history) {
    return history.nemesisEvents().stream()
        .filter(e -> e.function().equals(ABORT))
        .map(Event::error)
        .findFirst()
        .orElse("");
  }
}
