package dev.ordeal.harness.run;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.harness.judging.TimeLimitedChecker;
import dev.ordeal.nemesis.Healing;
import dev.ordeal.nemesis.Nemesis;
import dev.ordeal.nemesis.schedule.ScheduleFile;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.history.file.HistoryWriter;
import dev.ordeal.results.report.Reports;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.LaunchedAs;
import dev.ordeal.results.run.ListedRun;
import dev.ordeal.results.run.OpenRuns;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ToxiproxyServer;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCalls;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.workloads.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

/**
 * One run: set up, drive and break, heal, read once more, check, report.
 *
 * <p>Whatever happens, everything that was started or broken is undone before {@link #execute}
 * returns or throws; what it cannot undo any more stays in the fault journal for {@code ordeal
 * heal}.
 */
public final class Run {
  private static final String SCHEDULE = "schedule.yml";
  private static final Duration PLAN_LIMIT = Duration.ofMinutes(2);
  private static final Duration CHECK_GRACE = Duration.ofSeconds(15);
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private final RunParts parts;
  private final RunOptions options;
  private final RunPlan plan;
  private final Watcher watcher;
  private final Stop stop;

  /**
   * How a run ended.
   *
   * @param left what could not be ended or undone, for people; empty if nothing is left
   */
  public record Result(RunFolder folder, History history, Judgement judgement, String left) {}

  /**
   * Plans a run.
   *
   * @throws ForeignCodeException if the workload's generator does not return
   */
  public Run(RunParts parts) throws ForeignCodeException {
    this.parts = parts;
    this.options = parts.options();
    this.plan =
        new ForeignCalls("workload " + parts.workload().name(), parts.breaches())
            .call(
                "generator",
                PLAN_LIMIT,
                RuntimeException.class,
                () -> RunPlan.of(options, parts.workload()));
    this.watcher = parts.watcher();
    this.stop = parts.stop();
  }

  /** A run that prints through its watcher what foreign code does against its contract. */
  public Run(
      RunOptions options, Database database, Workload<?> workload, Watcher watcher, Stop stop)
      throws ForeignCodeException {
    this(new RunParts(options, database, workload, watcher, stop, new Breaches(watcher::note)));
  }

  public RunPlan plan() {
    return plan;
  }

  /**
   * Runs.
   *
   * @param folder the new run's folder
   * @throws TargetException if the environment or the target is unavailable
   * @throws IOException if something could not be recorded, or foreign code ended the run
   * @throws CancellationException if it was told to leave, or to stop before any operation
   */
  public Result execute(RunFolder folder)
      throws IOException, TargetException, InterruptedException {
    RunInfo info = RunDescription.of(options, plan, folder, parts.prelude().reproduce(options));
    String left = "";
    String aborted = "";
    ListedRun listed = OpenRuns.ofUser().add(RunDescription.listed(options, info, folder));
    try {
      folder.write(info);
      Files.writeString(folder.path().resolve(SCHEDULE), ScheduleFile.text(plan.faults()));
      aborted = drive(folder, listed, info.id());
    } catch (LeftBehindException unreachable) {
      // All is recorded, so it can be judged.
      left = unreachable.getMessage();
    } catch (Exception | Error failed) {
      healFromJournal(folder, listed);
      String reason = Redaction.text(String.valueOf(failed.getMessage()));
      folder.write(
          stop.isRequested()
              ? ended(info, "interrupted", stop.reason())
              : ended(info, "failed", reason));
      throw failed;
    } finally {
      takeOff(listed);
      stop.healed();
    }
    RunInfo over = stop.isRequested() ? ended(info, "interrupted", stop.reason()) : null;
    if (over == null) {
      over = ended(info, aborted.isEmpty() ? "finished" : "aborted", aborted);
    }
    folder.write(over);
    if (stop.isLeaving()) {
      throw new CancellationException("Left. The history is in " + folder);
    }
    watcher.step("checking");
    History history = HistoryFile.read(folder.history()).history();
    List<Checker> checkers = new ArrayList<>();
    for (Checker checker : asked(folder, over)) {
      checkers.add(new TimeLimitedChecker(checker, CHECK_GRACE));
    }
    Judgement judgement = Judge.judge(history, checkers, Budget.of(options.checkTime()));
    Reports.write(folder, over, history, judgement);
    return new Result(folder, history, judgement, left);
  }

  /** The checkers, which a workload of the user's names. */
  private List<Checker> asked(RunFolder folder, RunInfo over) throws ForeignCodeException {
    return new ForeignCalls("workload " + parts.workload().name(), parts.breaches())
        .call(
            "checkers",
            PLAN_LIMIT,
            RuntimeException.class,
            () -> Judging.of(folder, over, parts.workload()));
  }

  private RunInfo ended(RunInfo info, String state, String reason) {
    List<String> problems = parts.breaches().lines().stream().map(Redaction::text).toList();
    return info.ended(state, reason, problems);
  }

  /** Takes a run off the list of open runs, unless something of it is left. */
  private void takeOff(ListedRun listed) {
    try (listed) {
      if (listed.openEntries().isEmpty()) {
        listed.remove();
      }
    } catch (IOException problem) {
      watcher.note("The list of open runs: %s".formatted(problem.getMessage()));
    }
  }

  /** What a run that failed could not undo itself. */
  private void healFromJournal(RunFolder folder, ListedRun listed) {
    try {
      Healing.Report report = Healing.heal(listed, List.of(folder));
      report.done().forEach(done -> watcher.note("  healed " + done));
      report.failed().forEach(failed -> watcher.problem("  NOT healed " + failed));
    } catch (IOException problem) {
      watcher.problem(
          "Healing failed: %s. Try: %s heal %s".formatted(problem, LaunchedAs.command(), folder));
    }
  }

  private String drive(RunFolder folder, ListedRun listed, String runId)
      throws IOException, TargetException, InterruptedException {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : RunDescription.nodes(options)) {
      folders.put(name, folder.node(name));
    }
    try (FaultJournal journal = FaultJournal.open(folder.faults(), listed.faults())) {
      stop.beforeLeaving(journal::seal);
      ToxiproxyServer toxiproxy = LinkProxies.start(options, folder, journal, runId);
      watcher.step(
          "starting %s of %s, %s through %s"
              .formatted(
                  Count.of(options.nodes(), "node"),
                  parts.database().name(),
                  Environments.REGISTRY.get(options.environment()).reachesLinks(parts.database())
                      ? "links"
                      : "clients",
                  toxiproxy.description()));
      try (Cluster cluster =
          Environments.start(
              options.environment(),
              options.environmentSettings(),
              new ClusterSetup(
                  parts.database(),
                  runId,
                  folders,
                  journal,
                  toxiproxy,
                  options.bugs(),
                  Nemesis.needs(options.faults())))) {
        List<String> refusals = Nemesis.refusals(cluster, options.faults());
        if (!refusals.isEmpty()) {
          throw new TargetException(String.join("\n", refusals));
        }
        cluster.awaitReady(START_PATIENCE, stop::isRequested);
        if (stop.isRequested()) {
          throw new CancellationException("Interrupted before the first operation");
        }
        parts.prelude().play(cluster);
        String aborted;
        try (HistoryWriter writer = new HistoryWriter(folder.history())) {
          Recorder recorder = new Recorder(writer, System.nanoTime());
          aborted = new OperatingPhase(parts, plan, cluster, journal, recorder).run();
        }
        watcher.step("stopping");
        return aborted;
      }
    }
  }
}
