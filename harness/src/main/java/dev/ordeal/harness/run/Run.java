package dev.ordeal.harness.run;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.harness.probe.Probe;
import dev.ordeal.nemesis.EventSink;
import dev.ordeal.nemesis.Nemesis;
import dev.ordeal.nemesis.ScheduleFile;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.FaultWindow;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.HistoryFile;
import dev.ordeal.results.history.HistoryWriter;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.report.Reports;
import dev.ordeal.results.run.Durations;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.ProcessId;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.results.run.RunInfo;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.LeftBehindException;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.docker.ContainerToxiproxy;
import dev.ordeal.targets.toxiproxy.BinaryToxiproxy;
import dev.ordeal.targets.toxiproxy.EmbeddedToxiproxy;
import dev.ordeal.targets.toxiproxy.ExternalToxiproxy;
import dev.ordeal.targets.toxiproxy.ToxiproxyServer;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run: set up, drive and break, heal, read once more, check, report.
 *
 * <p>Whatever happens, everything that was started or broken is undone before {@link #execute}
 * returns or throws; what it cannot undo any more stays in the fault journal for {@code ordeal
 * heal}.
 */
public final class Run {
  private static final String SCHEDULE = "schedule.yml";
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration RECOVERY_PATIENCE = Duration.ofSeconds(20);
  private static final Duration FINAL_READS = Duration.ofSeconds(10);
  private static final int FINAL_KEYS_MAX = 200;
  private static final long PROGRESS_MILLIS = 100;

  private final RunOptions options;
  private final Database database;
  private final Workload workload;
  private final RunPlan plan;
  private final Watcher watcher;
  private final Stop stop;

  /**
   * How a run ended.
   *
   * @param left what could not be ended or undone, in words; empty if nothing is left
   */
  public record Result(RunFolder folder, History history, Judgement judgement, String left) {}

  public Run(RunOptions options, Database database, Workload workload, Watcher watcher, Stop stop) {
    this.options = options;
    this.database = database;
    this.workload = workload;
    this.plan = RunPlan.of(options, workload);
    this.watcher = watcher;
    this.stop = stop;
  }

  public RunPlan plan() {
    return plan;
  }

  /**
   * Runs.
   *
   * @param folder the new run's folder
   * @throws TargetException if the environment or the target could not be had
   * @throws IOException if something could not be recorded
   */
  public Result execute(RunFolder folder)
      throws IOException, TargetException, InterruptedException {
    RunInfo info = info(folder);
    folder.write(info);
    Files.writeString(folder.path().resolve(SCHEDULE), ScheduleFile.text(plan.faults()));
    String left = "";
    try (FaultJournal journal = FaultJournal.open(folder.faults())) {
      drive(folder, journal, info.id());
    } catch (LeftBehindException unreachable) {
      // All is recorded, so it can be judged.
      left = unreachable.getMessage();
    } catch (IOException | TargetException | InterruptedException | RuntimeException failed) {
      folder.write(info.withState("failed"));
      throw failed;
    }
    folder.write(info.withState(stop.isRequested() ? "interrupted" : "finished"));
    watcher.step("checking");
    History history = HistoryFile.read(folder.history()).history();
    Judgement judgement =
        Judge.judge(
            history,
            Judging.of(workload, options.experiment().steadyState()),
            Budget.of(options.checkTime()));
    Reports.write(folder, folder.info(), history, judgement);
    return new Result(folder, history, judgement, left);
  }

  private RunInfo info(RunFolder folder) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put(
        "faults", String.join(",", options.faults().stream().map(f -> f.wireName()).toList()));
    shown.put("nodes", Integer.toString(options.nodes()));
    shown.put("concurrency", Integer.toString(options.threads()));
    shown.put("rate", Double.toString(options.rate()));
    shown.put("time-limit", Durations.text(options.timeLimit()));
    shown.put("operation-timeout", Durations.text(options.operationTimeout()));
    shown.put("toxiproxy", options.toxiproxy());
    shown.put("bugs", String.join(",", options.bugs()));
    if (!options.consistency().isEmpty()) {
      shown.put("consistency", options.consistency());
    }
    Experiment experiment = options.experiment();
    if (!experiment.steadyState().isEmpty()) {
      shown.put(Judging.STEADY_STATE, experiment.steadyState());
    }
    if (!experiment.probes().isEmpty()) {
      shown.put(
          "probes", String.join("; ", experiment.probes().stream().map(Probe::text).toList()));
    }
    if (!experiment.abort().isEmpty()) {
      shown.put("abort-unless", experiment.abort());
    }
    experiment.blastRadius().ifPresent(most -> shown.put("blast-radius", Integer.toString(most)));
    shown.putAll(options.settings());
    return new RunInfo(
        folder.path().getFileName().toString(),
        "running",
        options.target(),
        options.workload(),
        options.environment(),
        options.seed(),
        plan.digest(),
        names(),
        Redaction.options(shown),
        Instant.now().toString(),
        ProcessId.current(),
        Map.of(
            "ordeal", Version.current(),
            "java", System.getProperty("java.version"),
            "os", System.getProperty("os.name") + " " + System.getProperty("os.version")),
        Redaction.text(Reproduction.command(options)));
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 1; i <= options.nodes(); i++) {
      names.add("n" + i);
    }
    return names;
  }

  private void drive(RunFolder folder, FaultJournal journal, String runId)
      throws IOException, TargetException, InterruptedException {
    Map<String, Path> folders = new LinkedHashMap<>();
    for (String name : names()) {
      folders.put(name, folder.node(name));
    }
    ToxiproxyServer toxiproxy = toxiproxy(folder, journal, runId);
    watcher.step(
        "starting %d nodes of %s, links through %s"
            .formatted(options.nodes(), database.name(), toxiproxy.description()));
    try (Cluster cluster =
        Environments.start(
            options.environment(),
            options.environmentSettings(),
            new ClusterSetup(
                database,
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
      cluster.awaitReady(START_PATIENCE);
      try (HistoryWriter writer = new HistoryWriter(folder.history())) {
        operate(cluster, journal, new Recorder(writer, System.nanoTime()));
      }
      watcher.step("stopping");
    }
  }

  private ToxiproxyServer toxiproxy(RunFolder folder, FaultJournal journal, String runId)
      throws IOException, TargetException {
    String choice = options.toxiproxy();
    if (choice.equals("embedded")) {
      return new EmbeddedToxiproxy(options.seed());
    }
    if (choice.equals("binary") || choice.startsWith("binary:")) {
      String path = choice.equals("binary") ? "toxiproxy-server" : choice.substring(7);
      return BinaryToxiproxy.start(path, runId, journal, folder.path().resolve("toxiproxy.log"));
    }
    if (choice.equals("container") || choice.startsWith("container:")) {
      String image = choice.equals("container") ? ContainerToxiproxy.IMAGE : choice.substring(10);
      return ContainerToxiproxy.start(image, runId, journal);
    }
    return ExternalToxiproxy.at(choice).reachable();
  }

  private void operate(Cluster cluster, FaultJournal journal, Recorder recorder)
      throws IOException, TargetException, InterruptedException {
    Progress progress = new Progress();
    Set<Value> keys = new LinkedHashSet<>();
    Nemesis nemesis =
        new Nemesis(
            cluster,
            plan.faults(),
            options.experiment().blastRadius().orElse(Integer.MAX_VALUE),
            journal,
            faults(recorder));
    Limits limits = new Limits(options.experiment(), recorder, watcher);
    Interpreter interpreter =
        new Interpreter(
            options.threads(),
            recorder,
            thread -> client(cluster, thread),
            options.operationTimeout(),
            event -> {
              progress.count(event);
              nemesis.saw(event);
              limits.saw(event);
              noteKeys(keys, event);
            },
            watcher::note,
            () -> stop.isRequested() || limits.areExceeded());
    AtomicReference<IOException> broken = new AtomicReference<>();
    Thread breaking =
        Thread.ofPlatform()
            .name("nemesis")
            .start(
                () -> {
                  try {
                    nemesis.run(recorder.startNanos());
                  } catch (IOException failed) {
                    broken.set(failed);
                    stop.request();
                  } catch (InterruptedException interrupted) {
                    stop.request();
                  }
                });
    Thread showing = Thread.ofVirtual().start(() -> show(recorder, progress, nemesis));
    try (limits) {
      limits.watch();
      interpreter.run(plan.generator());
      limits.close();
      nemesis.stop();
      breaking.join();
      watcher.step("healing");
      nemesis.healAll();
      if (!stop.isRequested()) {
        watcher.step("final reads");
        readOnceMore(cluster, interpreter, keys);
      }
    } finally {
      showing.interrupt();
      nemesis.stop();
      breaking.join();
      nemesis.healAll();
      interpreter.close();
    }
    if (broken.get() != null) {
      throw broken.get();
    }
  }

  /** Records what the nemesis does, and says what it could not do. */
  private EventSink faults(Recorder recorder) {
    return (type, function, value, error) -> {
      recorder.nemesis(type, function, value, error);
      if (!error.isEmpty() && value instanceof Value.Dict said) {
        watcher.note(
            "could not %s '%s': %s"
                .formatted(
                    said.entries().get(FaultWindow.PHASE).asText(),
                    said.entries().get(FaultWindow.WHAT).asText(),
                    error));
      }
    };
  }

  private void readOnceMore(Cluster cluster, Interpreter interpreter, Set<Value> keys)
      throws IOException, InterruptedException {
    try {
      cluster.awaitReady(RECOVERY_PATIENCE);
    } catch (TargetException unrecovered) {
      watcher.note("The cluster has not recovered: " + unrecovered.getMessage());
    }
    interpreter.run(workload.finalReads(List.copyOf(keys).reversed(), FINAL_READS));
  }

  /** Takes note of the keys used last, the newest at the end. */
  private static void noteKeys(Set<Value> keys, Event event) {
    if (event.type() != Event.Type.INVOKE) {
      return;
    }
    for (Value key : keysOf(event)) {
      if (keys.add(key) && keys.size() > FINAL_KEYS_MAX) {
        keys.remove(keys.iterator().next());
      }
    }
  }

  /** The event's key; of a transaction, those of its steps. */
  private static List<Value> keysOf(Event event) {
    return event.function().equals("txn")
        ? event.value().asList().stream().map(step -> step.asList().get(1)).toList()
        : List.of(event.key());
  }

  private Client client(Cluster cluster, int thread) throws Exception {
    List<String> nodes = cluster.nodes();
    String node = nodes.get(thread % nodes.size());
    AutoCloseable raw =
        cluster
            .client(workload.contract(), node)
            .orElseThrow(() -> new IllegalStateException("checked before the run"));
    return workload.client(raw);
  }

  private void show(Recorder recorder, Progress progress, Nemesis nemesis) {
    try {
      while (true) {
        Duration elapsed = Duration.ofNanos(recorder.now());
        watcher.progress(progress, elapsed, options.timeLimit(), nemesis.current());
        Thread.sleep(PROGRESS_MILLIS);
      }
    } catch (InterruptedException over) {
      // The run is over.
    }
  }
}
