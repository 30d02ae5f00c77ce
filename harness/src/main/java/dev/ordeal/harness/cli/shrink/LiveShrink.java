package dev.ordeal.harness.cli.shrink;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.BinomialInterval;
import dev.ordeal.harness.cli.replay.ReplayProcess;
import dev.ordeal.harness.cli.replay.Replayed;
import dev.ordeal.harness.cli.replay.Replayed.End;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.harness.cli.shrink.LiveShrinker.Shrunk;
import dev.ordeal.harness.cli.shrink.Tries.Tried;
import dev.ordeal.nemesis.PlannedFault;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.workloads.generator.Seed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/**
 * {@code ordeal shrink --live}.
 *
 * @param path the run's folder
 * @param limit how long it may take
 * @param confirmations how often the result is replayed
 * @param trust as of {@code ordeal replay}
 * @param out the folder of run folders
 */
public record LiveShrink(Path path, Duration limit, int confirmations, boolean trust, Path out) {
  private static final String SCHEDULE = "schedule.yml";
  private static final int SAME_NAME_MAX = 10_000;
  private static final double NANOS_PER_MILLI = 1e6;

  /**
   * Reduces the run, and says what is left.
   *
   * @param print takes the result
   * @param err takes what happens meanwhile
   * @return the exit code
   * @throws UsageException if the run does not say what it was, or has no anomaly
   */
  public int run(PrintWriter print, PrintWriter err) throws IOException, InterruptedException {
    RunFolder folder = RunFolder.open(path);
    RunInfo info = folder.info();
    RunFacts facts = RunFacts.of(folder.verdict());
    String anomaly =
        facts.anomalies().stream()
            .findFirst()
            .orElseThrow(
                () -> new UsageException(path + " has no anomaly: there is nothing to shrink"));
    Setup recorded = recorded(folder, info);
    OutFolder.require(out);
    Path place = place(folder);
    // Not among the user's runs: runs/latest stays what it is.
    List<String> always = new ArrayList<>(List.of("--out", place.toString()));
    if (trust) {
      always.add("--trust");
    }
    ReplayProcess replays =
        new ReplayProcess(folder.path(), always, place, RunWords.recorded(info).replayLimit());
    replays.endAtSignals(
        () -> say(err, "Stopping: the replay that is going on heals and does not count."));
    say(
        err,
        "Shrinking %s on fresh clusters (%s, %s; recorded: %s), for %s"
            .formatted(path, info.target(), info.workload(), anomaly, Durations.text(limit)));
    long began = System.nanoTime();
    LiveShrinker shrinker =
        new LiveShrinker(
            new Trying(replays, place, anomaly),
            limit,
            confirmations,
            System::nanoTime,
            line -> say(print, line));
    Optional<Shrunk> shrunk = shrinker.shrink(recorded);
    double minutes = (System.nanoTime() - began) / 6e10;
    if (shrunk.isEmpty()) {
      say(
          print,
          "Not shrunk: %s did not show twice in five replays; ordeal replay says how often it does"
              .formatted(anomaly));
      return ExitCodes.UNDECIDED;
    }
    lines(anomaly, recorded, facts, shrunk.get(), minutes).forEach(print::println);
    print.flush();
    if (shrunk.get().isInterrupted()) {
      return ExitCodes.INTERRUPTED;
    }
    return shrunk.get().shown() > 0 ? ExitCodes.OK : ExitCodes.UNDECIDED;
  }

  private static void say(PrintWriter to, String line) {
    to.println(line);
    to.flush();
  }

  private Setup recorded(RunFolder folder, RunInfo info) throws IOException {
    try {
      Path schedule = folder.path().resolve(SCHEDULE);
      List<PlannedFault> faults = ScheduleFile.read(schedule, new Seed(info.seed())).faults();
      return new Setup(
          faults,
          info.nodes().size(),
          Integer.parseInt(info.options().get("concurrency")),
          Double.parseDouble(info.options().get("rate")),
          Durations.parse(info.options().get("time-limit")).toMillis());
    } catch (IllegalArgumentException | NullPointerException damaged) {
      throw new UsageException(
          "%s does not say what was run: %s; ordeal replay makes a run that does"
              .formatted(path, damaged.getMessage()));
    }
  }

  /** A new folder for replays and their schedules. */
  private Path place(RunFolder folder) throws IOException {
    Path parent = Files.createDirectories(out.resolve("shrink"));
    for (int number = 1; ; number++) {
      try {
        return Files.createDirectory(parent.resolve(folder.path().getFileName() + "-" + number));
      } catch (FileAlreadyExistsException taken) {
        if (number == SAME_NAME_MAX) {
          throw taken;
        }
      }
    }
  }

  private static List<String> lines(
      String anomaly, Setup recorded, RunFacts facts, Shrunk shrunk, double minutes) {
    List<String> lines = new ArrayList<>();
    lines.add("%s: %s".formatted(anomaly, shrunk.setup()));
    lines.add("  recorded      " + recorded);
    if (shrunk.confirmed() > 0) {
      BinomialInterval interval = BinomialInterval.of(shrunk.shown(), shrunk.confirmed());
      lines.add(
          String.format(
              Locale.ROOT,
              "  shown         %d of %d replays, %.0f %% (95 %% confidence: %.0f to %.0f %%)",
              shrunk.shown(),
              shrunk.confirmed(),
              100.0 * shrunk.shown() / shrunk.confirmed(),
              100 * interval.lower(),
              100 * interval.upper()));
    } else {
      lines.add("  shown         not confirmed: it was interrupted");
    }
    shrunk
        .example()
        .ifPresent(
            one ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "  operations    %,d (recorded: %,.0f), %.1f s from start to verdict",
                        one.operations(),
                        facts.number("statistics", "operations").orElse(Double.NaN),
                        one.seconds())));
    lines.add(
        String.format(
            Locale.ROOT,
            "  tried         %d replays of %d set-ups in %.1f min",
            shrunk.replays(),
            shrunk.setups(),
            minutes));
    if (shrunk.isCut()) {
      lines.add(
          "  not ended     its time was over before %s; give more --for"
              .formatted(shrunk.setups() == 1 ? "anything was left out" : "all was tried"));
    }
    shrunk
        .example()
        .ifPresent(
            one -> {
              lines.add("  report        %s/report.html".formatted(one.run()));
              lines.add("  reproduce     " + one.reproduce());
            });
    return lines;
  }

  /** Tries set-ups by replays, each with its schedule in a file. */
  private static final class Trying implements Tries {
    private final ReplayProcess replays;
    private final Path place;
    private final String anomaly;
    private final List<Setup> known = new ArrayList<>();

    Trying(ReplayProcess replays, Path place, String anomaly) {
      this.replays = replays;
      this.place = place;
      this.anomaly = anomaly;
    }

    @Override
    public Tried once(Setup setup) throws IOException, InterruptedException {
      int number = known.indexOf(setup) + 1;
      if (number == 0) {
        known.add(setup);
        number = known.size();
      }
      Path schedule = place.resolve("schedule-%d.yml".formatted(number));
      if (!Files.exists(schedule)) {
        Files.writeString(schedule, ScheduleFile.text(setup.faults()));
      }
      Replayed replayed = replays.once(setup.options(schedule.toString()));
      boolean isShown = replayed.shows(anomaly);
      return new Tried(
          isShown,
          replayed.end() == End.REFUSED,
          replayed.end() == End.INTERRUPTED,
          isShown ? end(Path.of(replayed.folder())) : OptionalLong.empty(),
          replayed.operations(),
          replayed.seconds(),
          replayed.folder(),
          replayed.reproduce(),
          replayed.reason());
    }

    /** When the first of the anomalies of that name was whole. */
    private OptionalLong end(Path run) throws IOException {
      List<Double> ends = new ArrayList<>();
      for (JsonNode checker :
          RunFacts.of(run.resolve("verdict.json")).document().path("checkers")) {
        for (JsonNode found : checker.path("anomalies")) {
          if (found.path("name").asString("").equals(anomaly)) {
            found
                .path("witness")
                .valueStream()
                .mapToDouble(operation -> operation.path("end").asDouble(0))
                .max()
                .ifPresent(ends::add);
          }
        }
      }
      return ends.stream()
          .mapToLong(end -> (long) Math.ceil(end / NANOS_PER_MILLI))
          .filter(end -> end > 0)
          .min();
    }
  }
}
