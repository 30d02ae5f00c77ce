package dev.ordeal.harness.run;

import dev.ordeal.results.history.fault.FaultWindow;

/** What is printed of a fault that did not do what was planned. */
final class FaultNote {
  private FaultNote() {}

  static String text(String phase, String what, String error) {
    String format =
        switch (phase) {
          case FaultWindow.SKIP -> "fault '%s' skipped: %s";
          case FaultWindow.HELD -> "fault '%s' had no effect: %s";
          case FaultWindow.KEPT -> "fault '%s' did not hold: %s";
          case FaultWindow.GONE -> "fault '%s' was undone, but: %s";
          default -> "could not " + phase + " '%s': %s";
        };
    return format.formatted(what, error);
  }
}
