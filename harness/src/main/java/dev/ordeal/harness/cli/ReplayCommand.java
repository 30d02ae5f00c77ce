package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.harness.cli.option.OutFolder;
import dev.ordeal.harness.cli.option.ShortText;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.harness.cli.replay.Attempt;
import dev.ordeal.harness.cli.replay.Differences;
import dev.ordeal.harness.cli.replay.Outcomes;
import dev.ordeal.harness.cli.replay.RecordedRun;
import dev.ordeal.harness.cli.replay.ReplayJson;
import dev.ordeal.harness.cli.replay.ReplayOptions;
import dev.ordeal.harness.cli.replay.RunFacts;
import dev.ordeal.harness.cli.replay.RunWords;
import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.Stop;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.results.run.Failures;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.ForeignCodeException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code ordeal replay}. */
@Command(
    name = "replay",
    description =
        "Runs a saved run again, on fresh clusters: the same target, operations and faults. Options"
            + " of ordeal run replace what was recorded.",
    sortOptions = false,
    modelTransformer = RecordedDefaults.class)
final class ReplayCommand implements Callable<Integer> {
  private static final int TIMES_MAX = 10_000;
  private static final int UNTIL_INVALID_TIMES = 100;
  private static final int REASON_MAX = 60;

  @Spec private CommandSpec spec;

  @Mixin private ReplayOptions replay;

  @Option(
      names = "--times",
      paramLabel = "N",
      description = "how often (default: 1; with --until-invalid at most 100)")
  private Integer times;

  @Option(names = "--until-invalid", description = "end with the first replay that is invalid")
  private boolean untilInvalid;

  private PrintWriter print;
  private PrintWriter err;

  @Override
  public Integer call() throws Exception {
    print = spec.commandLine().getOut();
    err = spec.commandLine().getErr();
    if (replay.json()) {
      // What foreign code prints must not get between the JSON document and its reader.
      System.setOut(System.err);
    }
    int asked = asked();
    RecordedRun recorded = RecordedRun.open(replay.run(), Main.runAlone());
    RunWords givenWords =
        RunWords.given(
            replay.target(), spec.commandLine().getParseResult(), RecordedDefaults.names());
    RunWords words = recorded.again(givenWords, replay.trust());
    List<String> changes = new ArrayList<>(recorded.words().changes(givenWords));
    RunCommand run = parsed(words);
    run.settings().bring(run.target());
    OutFolder.require(replay.out());
    run = asPlanned(recorded, words, run, changes);
    say("Replaying %s (%s)".formatted(replay.run(), recorded.describe()));
    changes.forEach(change -> say("  changed: " + change));
    return new Session(recorded, run, asked, changes).replayAll();
  }

  private int asked() {
    int asked = times == null ? (untilInvalid ? UNTIL_INVALID_TIMES : 1) : times;
    if (asked < 1 || asked > TIMES_MAX) {
      throw new UsageException("--times must be from 1 to %d, not %d".formatted(TIMES_MAX, asked));
    }
    return asked;
  }

  private void say(String line) {
    if (!replay.json()) {
      err.println(line);
      err.flush();
    }
  }

  private static RunCommand parsed(RunWords words) {
    CommandLine line = Main.runAlone();
    line.parseArgs(words.words().toArray(String[]::new));
    return line.getCommand();
  }

  private PreparedRun prepared(RunCommand run, ConsoleWatcher watcher) throws ForeignCodeException {
    try {
      return run.settings().prepare(run.target(), replay.out(), watcher.breaches());
    } catch (UnknownNameException unknown) {
      throw new UsageException(
          unknown.getMessage().replaceFirst("(?s)'[.] .*", "'")
              + "; the run used it: if it is yours, --path says where it is");
    }
  }

  /**
   * Takes the faults of the run's schedule if this version draws others from the same seed, and the
   * options that were given draw the same as those that were recorded.
   */
  private RunCommand asPlanned(
      RecordedRun recorded, RunWords words, RunCommand run, List<String> changes)
      throws ForeignCodeException, IOException {
    Path schedule = Path.of(recorded.schedule());
    if (recorded.words().options().containsKey(RecordedRun.OPTION_SCHEDULE)
        || words.options().containsKey(RecordedRun.OPTION_SCHEDULE)
        || !Files.isRegularFile(schedule)) {
      return run;
    }
    String faults = faults(run);
    if (faults.equals(Files.readString(schedule)) || !faults.equals(faults(recorded))) {
      return run;
    }
    changes.add(
        "--schedule: this version draws other faults from the seed; all of these must hold");
    return parsed(words.with(RecordedRun.OPTION_SCHEDULE, schedule.toString()));
  }

  /** The faults that a run plans, as a schedule. */
  private String faults(RunCommand run) throws ForeignCodeException {
    ConsoleWatcher watcher = new ConsoleWatcher(err, replay.json());
    return ScheduleFile.text(prepared(run, watcher).run(watcher, new Stop()).plan().faults());
  }

  /** Those of the recorded command alone; empty if it cannot be run here as it is. */
  private String faults(RecordedRun recorded) throws ForeignCodeException {
    try {
      return faults(parsed(recorded.again(RunWords.NONE, replay.trust())));
    } catch (UsageException notHere) {
      return "";
    }
  }

  /** The replays of a command, one after the other. */
  private final class Session {
    private final RecordedRun recorded;
    private final RunCommand run;
    private final int asked;
    private final List<String> changes;
    private final List<Attempt> attempts = new ArrayList<>();
    private LaunchedRun last;
    private boolean isInterrupted;
    private boolean hasLeft;

    Session(RecordedRun recorded, RunCommand run, int asked, List<String> changes) {
      this.recorded = recorded;
      this.run = run;
      this.asked = asked;
      this.changes = changes;
    }

    int replayAll() throws Exception {
      boolean isOver = false;
      for (int number = 1; number <= asked && !isOver; number++) {
        try {
          replay(number);
        } catch (IOException | TargetException failed) {
          if (attempts.isEmpty()) {
            throw failed;
          }
          summarize();
          if (outcomes().worst() != Verdict.INVALID) {
            throw failed;
          }
          err.println(Redaction.text(Failures.text(failed)));
          err.flush();
          return Verdict.INVALID.exitCode();
        }
        isOver = isInterrupted || hasLeft || (untilInvalid && isInvalid());
      }
      summarize();
      Verdict worst = outcomes().worst();
      if (hasLeft) {
        return worst == Verdict.INVALID ? worst.exitCode() : ExitCodes.UNAVAILABLE;
      }
      return isInterrupted ? ExitCodes.INTERRUPTED : worst.exitCode();
    }

    private boolean isInvalid() {
      return attempts.getLast().verdict() == Verdict.INVALID;
    }

    private Outcomes outcomes() {
      return new Outcomes(recorded.facts().anomalies(), asked, attempts);
    }

    private void replay(int number) throws Exception {
      int digits = String.valueOf(asked).length();
      String beginning = ("%" + digits + "d of %d  ").formatted(number, asked);
      ConsoleWatcher watcher =
          replay.json() ? new ConsoleWatcher(err, true) : ConsoleWatcher.brief(err, beginning);
      LaunchedRun launched =
          new LaunchedRun(prepared(run, watcher), watcher, err, attempts.isEmpty());
      // A signal that came in between was for the one before.
      boolean isEnding = last != null && last.isStopped();
      last = launched;
      long began = System.nanoTime();
      Optional<Run.Result> result = Optional.empty();
      try {
        result = isEnding ? Optional.empty() : launched.execute(replay.out());
      } catch (CancellationException stopped) {
        // Before there was anything to judge.
      }
      watcher.end();
      isInterrupted = launched.isStopped() || result.isEmpty();
      if (result.isEmpty()) {
        return;
      }
      Run.Result ended = result.get();
      Attempt attempt =
          new Attempt(
              ended.folder(),
              ended.folder().info(),
              RunFacts.of(ended.judgement()),
              (System.nanoTime() - began) / 1e9);
      show(beginning, attempt);
      hasLeft = LaunchedRun.hasLeft(ended, err);
      if (!isInterrupted) {
        attempts.add(attempt);
      }
    }

    private void show(String beginning, Attempt attempt) {
      if (replay.json()) {
        return;
      }
      String what = String.join(", ", attempt.facts().anomalies());
      if (what.isEmpty() && attempt.verdict() == Verdict.UNKNOWN) {
        what = ShortText.of(attempt.facts().reason(), REASON_MAX);
      }
      print.printf(
          Locale.ROOT,
          "%s%-7s  %s%.1f s  %s%n",
          beginning,
          attempt.verdict().name() + (isInterrupted ? " (interrupted)" : ""),
          what.isEmpty() ? "" : what + "  ",
          attempt.seconds(),
          attempt.folder());
      print.flush();
    }

    private void summarize() {
      Outcomes outcomes = outcomes();
      if (replay.json()) {
        print.println(
            JsonMapper.builder()
                .build()
                .writeValueAsString(ReplayJson.of(recorded, outcomes, changes)));
        print.flush();
        return;
      }
      outcomes.lines().forEach(print::println);
      if (!attempts.isEmpty()) {
        new Differences(recorded, attempts, changes).lines().forEach(print::println);
        Attempt shown = outcomes.best().orElse(attempts.getLast());
        print.println("  report        " + shown.folder().report());
        print.println("  repeat it     " + shown.info().reproduce());
      }
      print.flush();
    }
  }
}
