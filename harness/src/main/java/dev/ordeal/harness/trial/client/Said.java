package dev.ordeal.harness.trial.client;

import dev.ordeal.workloads.client.Outcome;

/** Outcomes as people read them. */
final class Said {
  private static final int ERROR_MAX = 60;

  private Said() {}

  static String of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Ok ok -> "ok " + shortened(ok.result().brief());
      case Outcome.Fail fail -> "fail (" + shortened(fail.error()) + ")";
      case Outcome.Info info -> "info (" + shortened(info.error()) + ")";
    };
  }

  private static String shortened(String text) {
    return text.length() <= ERROR_MAX ? text : text.substring(0, ERROR_MAX) + "…";
  }
}
