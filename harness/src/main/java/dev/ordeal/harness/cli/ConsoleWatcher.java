package dev.ordeal.harness.cli;

import dev.ordeal.harness.run.Progress;
import dev.ordeal.harness.run.Watcher;
import dev.ordeal.harness.terminal.Terminal;
import dev.ordeal.harness.terminal.TerminalWriter;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.targets.foreign.Breaches;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Shows on standard error how a run goes: a line that changes on a terminal, a line every few
 * seconds elsewhere. Faults get lines of their own.
 */
final class ConsoleWatcher implements Watcher {
  private static final long TERMINAL_MILLIS = 250;
  private static final long PIPE_MILLIS = 5_000;
  private static final long BRIEF_MILLIS = 30_000;
  private static final int COLUMNS = 119;
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final boolean quiet;

  /** What the only line begins with that shows how it goes; empty if more than that is shown. */
  private final String brief;

  private long shownMillis;
  private String faults = "";
  private boolean lineOpen;

  ConsoleWatcher(PrintWriter out, boolean quiet) {
    this(out, quiet, "");
  }

  private ConsoleWatcher(PrintWriter out, boolean quiet, String brief) {
    this.out = out;
    this.quiet = quiet;
    this.brief = brief;
    this.shownMillis = brief.isEmpty() ? -PIPE_MILLIS : 0;
    this.terminal =
        Boolean.getBoolean("ordeal.terminal")
            && System.getenv("NO_COLOR") == null
            && !"dumb".equals(System.getenv("TERM"));
  }

  /** One that shows how it goes in one line on a terminal, and every half minute elsewhere. */
  static ConsoleWatcher brief(PrintWriter out, String beginning) {
    return new ConsoleWatcher(out, false, beginning);
  }

  /** Clears the line that shows how it goes. */
  synchronized void end() {
    if (lineOpen) {
      clearLine();
      lineOpen = false;
    }
  }

  @Override
  public synchronized void step(String text) {
    if (brief.isEmpty()) {
      print(text + " …");
    } else if (terminal) {
      showLine(brief + text + " …");
    }
  }

  @Override
  public synchronized void note(String text) {
    if (brief.isEmpty()) {
      print(text);
    }
  }

  /** Takes what foreign code does against its contract, and prints it. */
  Breaches breaches() {
    return new Breaches(text -> problem("Foreign code: " + Redaction.text(text)));
  }

  /** Prints it even where only JSON is wanted on standard output. */
  @Override
  public synchronized void problem(String text) {
    printAlways(text);
  }

  private void print(String text) {
    if (!quiet) {
      printAlways(text);
    }
  }

  private void printAlways(String text) {
    end();
    out.println(text);
    out.flush();
  }

  @Override
  public synchronized void progress(
      Progress progress, Duration elapsed, Duration limit, String current) {
    if (quiet) {
      return;
    }
    if (brief.isEmpty() && !current.equals(faults)) {
      faults = current;
      String what = current.isEmpty() ? "no fault" : current;
      print("  %5.1f s  %s".formatted(elapsed.toMillis() / 1000.0, what));
    }
    long patience = brief.isEmpty() ? PIPE_MILLIS : BRIEF_MILLIS;
    long interval = terminal ? TERMINAL_MILLIS : patience;
    if (elapsed.toMillis() - shownMillis < interval) {
      return;
    }
    shownMillis = elapsed.toMillis();
    String line = brief + progress.line(elapsed, limit, current);
    if (terminal) {
      showLine(line);
    } else {
      print(line);
    }
  }

  private void showLine(String line) {
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
