package dev.ordeal.junit;

import dev.ordeal.harness.run.Progress;
import dev.ordeal.harness.run.Watcher;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Writes into the run folder how a run goes, where the command line has what libraries log: their
 * logs are the affair of the program that runs the tests. Thread-safe.
 */
final class RunLog implements Watcher {
  private final long startNanos = System.nanoTime();
  private final List<String> waiting = new ArrayList<>();
  private Path file;
  private String faults = "";

  /** The folder is known from now on. */
  synchronized void open(RunFolder folder) {
    file = folder.log();
    waiting.forEach(this::append);
    waiting.clear();
  }

  @Override
  public void step(String text) {
    write(text + " …");
  }

  @Override
  public synchronized void progress(
      Progress progress, Duration elapsed, Duration limit, String current) {
    if (!current.equals(faults)) {
      faults = current;
      write(current.isEmpty() ? "no fault" : current);
    }
  }

  @Override
  public void note(String text) {
    write(text);
  }

  private synchronized void write(String text) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    String line = String.format(Locale.ROOT, "%7.1f s  %s%n", seconds, Redaction.text(text));
    if (file == null) {
      waiting.add(line);
    } else {
      append(line);
    }
  }

  private void append(String line) {
    try {
      Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
