package dev.ordeal.targets.shell;

import java.util.Map;

/** The exit status of a process, for people. */
public final class ExitStatus {
  /** A process that a signal ended has this plus the signal's number, in shells and in Java. */
  private static final int BY_SIGNAL = 128;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          1, "SIGHUP", 2, "SIGINT", 3, "SIGQUIT", 4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8,
          "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15, "SIGTERM");

  private ExitStatus() {}

  /** {@code exit status 2}, {@code exit status 139 (128 + 11, SIGSEGV)}. */
  public static String text(int status) {
    String signal = SIGNALS.get(status - BY_SIGNAL);
    String text = "exit status " + status;
    return signal == null ? text : "%s (128 + %d, %s)".formatted(text, status - BY_SIGNAL, signal);
  }
}
