package dev.ordeal.harness.cli.shrink;

import dev.ordeal.harness.cli.option.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The option {@code --live} of {@code ordeal shrink}, and those that need it. */
public final class LiveOptions {
  private static final String LIVE = "--live";
  private static final int CONFIRMATIONS_MAX = 1_000;

  @Option(
      names = LIVE,
      description =
          "shrink the run itself: look for the fewest faults, nodes, clients, operations and the"
              + " least time that still fail on fresh clusters")
  private boolean live;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10m",
      description = "with --live: how long replays are made (default: ${DEFAULT-VALUE})")
  private Duration time;

  @Option(
      names = "--confirm",
      paramLabel = "N",
      defaultValue = "5",
      description = "with --live: how often the result is replayed (default: ${DEFAULT-VALUE})")
  private int confirmations;

  @Option(
      names = "--trust",
      description = "with --live: use what the folder names, though another recorded it")
  private boolean trust;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "with --live: folder of run folders (default: ${DEFAULT-VALUE})")
  private Path out;

  /** Whether the run is to be shrunk, and not its history. */
  public boolean isLive() {
    return live;
  }

  /**
   * Refuses options that would do nothing: those of the other way to shrink.
   *
   * @param given all that the command line has
   */
  public void requireMatching(Iterable<OptionSpec> given) {
    Set<String> own =
        CommandSpec.forAnnotatedObject(new LiveOptions()).options().stream()
            .map(OptionSpec::longestName)
            .collect(Collectors.toSet());
    for (OptionSpec option : given) {
      String name = option.longestName();
      if (!name.equals(LIVE) && own.contains(name) != live) {
        throw new UsageException(
            live
                ? "%s is not for --live; a replay of the run can be given it first".formatted(name)
                : "%s is for --live".formatted(name));
      }
    }
    if (confirmations < 1 || confirmations > CONFIRMATIONS_MAX) {
      throw new UsageException(
          "--confirm must be from 1 to %d, not %d".formatted(CONFIRMATIONS_MAX, confirmations));
    }
    if (time.isZero()) {
      throw new UsageException("--for must be above 0");
    }
  }

  /** What is to be done to a run. */
  public LiveShrink of(Path run) {
    return new LiveShrink(run, time, confirmations, trust, out);
  }
}
