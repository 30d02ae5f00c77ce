package dev.ordeal.harness.cli.bisect;

import dev.ordeal.harness.cli.bisect.BisectState.Entry;
import dev.ordeal.harness.cli.bisect.Tally.Said;
import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.Replayed;
import dev.ordeal.harness.cli.replay.Replayed.End;
import dev.ordeal.harness.cli.replay.Replays;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Builds, replays and asks again until a bisection has ended. {@link #interrupt} ends a build. */
public final class BisectSession {
  private static final int REASON_MAX = 60;

  private final List<String> versions;
  private final String anomaly;
  private final Bisection bisection;
  private final BisectState state;
  private final Replays replays;
  private final VersionBuild build;
  private final Function<String, List<String>> options;

  /**
   * A session.
   *
   * @param anomaly what is looked for
   * @param command builds a version, see {@link VersionBuild}
   * @param options the options by which a version is replayed
   */
  public BisectSession(
      List<String> versions,
      String anomaly,
      Bisection bisection,
      BisectState state,
      Replays replays,
      Optional<String> command,
      Function<String, List<String>> options) {
    this.versions = List.copyOf(versions);
    this.anomaly = anomaly;
    this.bisection = bisection;
    this.state = state;
    this.replays = replays;
    this.options = options;
    Path log = state.folder().resolve("build.log");
    this.build = new VersionBuild(command, log);
  }

  /** Ends a build that is going on. */
  public void interrupt() {
    build.interrupt();
  }

  /**
   * Goes on to the end.
   *
   * @param isInterrupted whether to end early
   * @param say takes a line for each replay
   * @return how it ended; empty if it was interrupted
   * @throws UsageException if the first replay is refused, or the build command is not there
   */
  public Optional<Step> run(BooleanSupplier isInterrupted, Consumer<String> say)
      throws IOException, InterruptedException {
    while (true) {
      Step step = bisection.next(state.tallies(versions));
      if (!(step instanceof Step.Replay wanted)) {
        return Optional.of(step);
      }
      String version = versions.get(wanted.version());
      Optional<String> notBuilt = build.build(version);
      Replayed replayed =
          notBuilt.isPresent()
              ? Replayed.without(End.UNAVAILABLE, notBuilt.get())
              : replayed(version);
      if (isInterrupted.getAsBoolean() || replayed.end() == End.INTERRUPTED) {
        return Optional.empty();
      }
      boolean isFirst = state.entries().stream().allMatch(e -> e.said() == Said.UNAVAILABLE);
      if (replayed.end() == End.REFUSED && isFirst) {
        throw new UsageException(replayed.reason());
      }
      state.add(entry(version, replayed));
      say.accept(line(version, wanted, replayed));
    }
  }

  /** A version that does not start is given a second chance: a port may have been taken. */
  private Replayed replayed(String version) throws IOException, InterruptedException {
    Replayed first = replays.once(options.apply(version));
    return first.end() == End.UNAVAILABLE ? replays.once(options.apply(version)) : first;
  }

  private Entry entry(String version, Replayed replayed) {
    Said said = said(replayed);
    String reason = replayed.reason();
    if (said == Said.UNDECIDED && reason.isEmpty()) {
      reason = "invalid otherwise: " + String.join(", ", replayed.anomalies());
    }
    return new Entry(
        version,
        said,
        replayed.anomalies(),
        replayed.folder(),
        replayed.reproduce(),
        replayed.seconds(),
        reason);
  }

  private Said said(Replayed replayed) {
    return switch (replayed.end()) {
      case VALID -> Said.CLEAN;
      case INVALID -> replayed.shows(anomaly) ? Said.SHOWN : Said.UNDECIDED;
      case UNKNOWN, INTERRUPTED -> Said.UNDECIDED;
      case UNAVAILABLE, REFUSED -> Said.UNAVAILABLE;
    };
  }

  private static String line(String version, Step.Replay wanted, Replayed replayed) {
    String what = String.join(", ", replayed.anomalies());
    if (what.isEmpty()) {
      what = ShortText.of(replayed.reason(), REASON_MAX);
    }
    String count = wanted.of() == 0 ? "" : "  %d of %d".formatted(wanted.decided(), wanted.of());
    boolean isDecided = replayed.end() == End.VALID || replayed.end() == End.INVALID;
    return String.format(
            Locale.ROOT,
            "%s  %-7s  %s%s%s",
            version,
            replayed.end(),
            what.isEmpty() ? "" : what + "  ",
            replayed.folder().isEmpty()
                ? ""
                : String.format(Locale.ROOT, "%.1f s  %s", replayed.seconds(), replayed.folder()),
            isDecided ? count : "")
        .stripTrailing();
  }
}
