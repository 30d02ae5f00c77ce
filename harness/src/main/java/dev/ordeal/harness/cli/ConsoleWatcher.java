package dev.ordeal.harness.cli;

import dev.ordeal.harness.run.Progress;
import dev.ordeal.harness.run.Watcher;
import dev.ordeal.harness.terminal.Terminal;
import dev.ordeal.harness.terminal.TerminalWriter;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows on standard error how a run goes: a line that changes on a terminal, a line every few
 * seconds elsewhere. Faults get lines of their own.
 */
final class ConsoleWatcher implements Watcher {
  private static final long TERMINAL_MILLIS = 250;
  private static final long PIPE_MILLIS = 5_000;
  private static final int COLUMNS = 119;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean quiet;
  private long shownMillis = -PIPE_MILLIS;
  private String faults = "";
  private boolean lineOpen;

  ConsoleWatcher(PrintWriter out, boolean quiet) {
    this.out = out;
    this.quiet = quiet;
    this.terminal =
        Boolean.getBoolean("ordeal.terminal")
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
  }

  @Override
  public synchronized void step(String text) {
    print(text + " …");
  }

  @Override
  public synchronized void note(String text) {
    print(text);
  }

  /** Prints what must not be missed, even where only JSON is wanted on standard output. */
  synchronized void problem(String text) {
    printAlways(text);
  }

  private void print(String text) {
    if (!quiet) {
      printAlways(text);
    }
  }

  private void printAlways(String text) {
    if (lineOpen) {
      clearLine();
      lineOpen = false;
    }
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void progress(
      Progress progress, Duration elapsed, Duration limit, String current) {
    if (quiet) {
      return;
    }
    if (!current.equals(faults)) {
      faults = current;
      String what = current.isEmpty() ? "no fault" : current;
      print("  %5.1f s  %s".formatted(elapsed.toMillis() / 1000.0, what));
    }
    long interval = terminal ? TERMINAL_MILLIS : PIPE_MILLIS;
    if (elapsed.toMillis() - shownMillis < interval) {
      return;
    }
    shownMillis = elapsed.toMillis();
    String line = progress.line(elapsed, limit, current);
    if (!terminal) {
      print(line);
      return;
    }
    clearLine();
    out.print(line.substring(0, Math.min(widthMax(), line.length())));
    out.flush();
    lineOpen = true;
  }

  private void clearLine() {
    if (out instanceof TerminalWriter steered) {
      steered.steer(CLEAR_LINE);
    }
  }

  /** A line that fills the terminal would begin another one. */
  private static int widthMax() {
    return (Terminal.columns() == 0 ? COLUMNS : Terminal.columns()) - 1;
  }
}
