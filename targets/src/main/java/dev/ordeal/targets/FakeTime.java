package dev.ordeal.targets;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Clocks moved by libfaketime: a library that is loaded before a program and answers for the
 * system's clock, with an offset from a file that may change at any time; it is seen a second later
 * at most. The machine's own clock, and monotonic ones, stay as they are.
 */
public final class FakeTime {
  /** Prints where the library is, for {@code sh}; fails if it is not installed. */
  public static final String FIND =
      "for f in /usr/lib/*/faketime/libfaketimeMT.so.1 /usr/lib/faketime/libfaketimeMT.so.1"
          + " /usr/lib64/faketime/libfaketimeMT.so.1; do [ -e \"$f\" ] && echo \"$f\" && exit 0;"
          + " done; exit 1";

  private FakeTime() {}

  /** The file that holds the offset of a node's clock. */
  public static Path file(Path nodeFolder) {
    return nodeFolder.resolve("clock-offset");
  }

  /** What such a file holds. */
  public static String text(long offsetMillis) {
    return String.format(Locale.ROOT, "%+.3f", offsetMillis / 1_000.0);
  }

  /**
   * The offset that a file of a clock holds.
   *
   * @param isSeconds whether the number is one of seconds with a fraction, else of milliseconds
   * @return empty if it holds no number
   */
  public static OptionalLong offsetMillis(String text, boolean isSeconds) {
    try {
      double number = Double.parseDouble(text);
      return OptionalLong.of(Math.round(isSeconds ? number * 1_000 : number));
    } catch (NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  /** The environment of a program whose clock can be moved. */
  public static Map<String, String> environment(String library, Path nodeFolder) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("LD_PRELOAD", library);
    environment.put("FAKETIME_TIMESTAMP_FILE", file(nodeFolder).toString());
    // Without a cache the file would be read whenever a program asks for the time, thousands of
    // times a second in a JVM.
    environment.put("FAKETIME_CACHE_DURATION", "1");
    environment.put("DONT_FAKE_MONOTONIC", "1");
    // Its work-around for an old C library makes timed waits on newer ones end at once.
    environment.put("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    return environment;
  }

  /** Why a database's clocks cannot be moved; empty if they can. */
  public static Optional<String> problem(Database database, boolean isInstalled) {
    if (!database.asksLibraryForTime()) {
      return Optional.of(
          database.name()
              + " does not ask the C library for the time, so libfaketime cannot move its clocks;"
              + " leave the fault clock out, or take machines behind SSH with kernels of their"
              + " own");
    }
    return isInstalled
        ? Optional.empty()
        : Optional.of(
            ("%s has no clock of its own to move, and libfaketime is not installed there; install"
                    + " it (Debian: libfaketime), or leave the fault clock out")
                .formatted(database.name()));
  }
}
