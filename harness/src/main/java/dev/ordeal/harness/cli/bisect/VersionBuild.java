package dev.ordeal.harness.cli.bisect;

import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.run.LaunchedAs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The user's command that builds the target at a version, or fetches it, before the version is
 * replayed. Only one version is built at a time: its output may be in one place for all of them.
 * {@link #interrupt} may be called by another thread.
 */
final class VersionBuild {
  static final Duration LIMIT = Duration.ofHours(1);

  private static final int NOT_EXECUTABLE = 126;
  private static final int NOT_FOUND = 127;
  private static final int REASON_MAX = 120;

  private final Optional<String> command;
  private final Path log;
  private Optional<String> built = Optional.empty();
  private Optional<Process> current = Optional.empty();
  private boolean isInterrupted;

  /**
   * @param command for a shell, with {@code {}} where the version is to be; empty if there is
   *     nothing to build
   * @param log takes what it prints
   */
  VersionBuild(Optional<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  /** Ends the build that is going on. */
  synchronized void interrupt() {
    isInterrupted = true;
    current.ifPresent(VersionBuild::end);
  }

  private static void end(Process process) {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }

  /**
   * Builds a version unless it was the last one that was built.
   *
   * @return why there is no such version; empty if it is there now, or if it was interrupted
   * @throws UsageException if the command itself is not there
   */
  Optional<String> build(String version) throws IOException, InterruptedException {
    if (command.isEmpty() || built.equals(Optional.of(version))) {
      return Optional.empty();
    }
    built = Optional.empty();
    String line = command.get().replace("{}", LaunchedAs.quoted(version));
    Process process;
    synchronized (this) {
      if (isInterrupted) {
        return Optional.empty();
      }
      process =
          new ProcessBuilder("sh", "-c", line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      current = Optional.of(process);
    }
    process.getOutputStream().close();
    boolean isInTime = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    synchronized (this) {
      current = Optional.empty();
      if (isInterrupted) {
        return Optional.empty();
      }
    }
    if (!isInTime) {
      end(process);
      return Optional.of("the build was not over after " + LIMIT.toHours() + " h");
    }
    int code = process.exitValue();
    if (code == NOT_FOUND || code == NOT_EXECUTABLE) {
      throw new UsageException("--command cannot be executed: %s".formatted(said()));
    }
    if (code != 0) {
      return Optional.of("the build ended with %d: %s".formatted(code, said()));
    }
    built = Optional.of(version);
    return Optional.empty();
  }

  private String said() throws IOException {
    return ShortText.lastLine(log, REASON_MAX);
  }
}
