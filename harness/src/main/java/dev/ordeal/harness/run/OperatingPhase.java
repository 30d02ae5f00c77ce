package dev.ordeal.harness.run;

import dev.ordeal.harness.supervise.DeadThreadException;
import dev.ordeal.harness.supervise.Supervisor;
import dev.ordeal.harness.supervise.Supervisor.Supervised;
import dev.ordeal.harness.watch.LeaderWatch;
import dev.ordeal.harness.watch.NodeWatch;
import dev.ordeal.nemesis.EventSink;
import dev.ordeal.nemesis.Nemesis;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Recovery;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.targets.foreign.Breaches;
import dev.ordeal.targets.foreign.ForeignCodeException;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.generator.Generator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The middle of a run: clients call, the nemesis injects faults, everything is undone, the last
 * keys are read.
 *
 * <p>Each part has a supervised thread. If one fails the rest ends, faults are undone, and the
 * failure is thrown.
 */
final class OperatingPhase {
  private static final Duration FINAL_READS = Duration.ofSeconds(10);
  private static final Duration NEMESIS_LIMIT = Duration.ofSeconds(60);
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(15);
  private static final Duration WATCH = Duration.ofMillis(50);
  private static final long GENERATOR_NANOS_MAX = TimeUnit.SECONDS.toNanos(20);
  private static final long PROGRESS_MILLIS = 100;

  private final RunOptions options;
  private final Workload<?> workload;
  private final RunPlan plan;
  private final Watcher watcher;
  private final Stop stop;
  private final Breaches breaches;
  private final Cluster cluster;
  private final Recorder recorder;

  private final Progress progress = new Progress();
  private final KeysUsed keys = new KeysUsed();
  private final AtomicBoolean cancelled = new AtomicBoolean();
  private final Supervisor supervisor = new Supervisor(() -> cancelled.set(true), JOIN_LIMIT);
  private final Nemesis nemesis;
  private final Limits limits;
  private final Interpreter interpreter;
  private volatile FinalCallCounter finalCalls = new FinalCallCounter();
  private NodeWatch nodes;
  private LeaderWatch leaders;

  OperatingPhase(
      RunParts parts, RunPlan plan, Cluster cluster, FaultJournal journal, Recorder recorder) {
    this.options = parts.options();
    this.workload = parts.workload();
    this.plan = plan;
    this.watcher = parts.watcher();
    this.stop = parts.stop();
    this.breaches = parts.breaches();
    this.cluster = cluster;
    this.recorder = recorder;
    this.nemesis =
        new Nemesis(
            cluster,
            plan.faults(),
            options.schedule().isPresent(),
            options.faults(),
            options.experiment().blastRadius().orElse(Integer.MAX_VALUE),
            journal,
            faults(),
            breaches);
    this.limits = new Limits(options.experiment(), recorder, watcher, supervisor);
    this.interpreter =
        new Interpreter(
            options.threads(),
            recorder,
            clients(),
            options.operationTimeout(),
            event -> {
              progress.count(event);
              finalCalls.saw(event);
              nemesis.saw(event);
              limits.saw(event);
              keys.saw(event);
            },
            watcher::note,
            () -> stop.isRequested() || cancelled.get() || limits.areExceeded(),
            breaches);
  }

  /**
   * Runs to the end of the final reads.
   *
   * @return why a limit of the experiment ended it early; empty if none did
   * @throws DeadThreadException if a thread of the harness failed
   * @throws IOException if something could not be recorded, or foreign code does not return
   */
  String run() throws IOException, InterruptedException {
    Supervised breaking = supervisor.start("nemesis", () -> nemesis.run(recorder.startNanos()));
    try {
      supervisor.start("progress", this::show);
      nodes = NodeWatch.start(cluster, this::seen, watcher::note, recorder::now, supervisor);
      leaders = LeaderWatch.start(cluster, this::seen, supervisor);
      limits.watch();
      drive(plan.generator());
      limits.close();
      watcher.step("healing");
      heal(breaking);
      supervisor.throwFailure();
      if (!stop.isRequested()) {
        watcher.step("final reads");
        readOnceMore();
      }
    } finally {
      try {
        heal(breaking);
      } finally {
        try {
          interpreter.close();
          nodes.close();
          leaders.close();
        } finally {
          limits.close();
          supervisor.close();
        }
      }
    }
    supervisor.throwFailure();
    return limits.reason();
  }

  /** Runs a generator, which may be foreign code, on a thread of its own. */
  private void drive(Generator generator) throws IOException, InterruptedException {
    Supervised scheduler = supervisor.start("scheduler", () -> interpreter.run(generator));
    while (!scheduler.join(WATCH)) {
      if (interpreter.askingNanos() > GENERATOR_NANOS_MAX) {
        String text =
            "workload %s: its generator has not returned for %d s%s"
                .formatted(
                    workload.name(),
                    TimeUnit.NANOSECONDS.toSeconds(GENERATOR_NANOS_MAX),
                    Blame.place(scheduler.stack()));
        breaches.add("generator", text);
        throw new ForeignCodeException(text, null);
      }
    }
    supervisor.throwFailure();
  }

  /** Undoes all faults; nothing is left to do the second time. */
  private void heal(Supervised breaking) throws IOException, InterruptedException {
    nemesis.stop();
    if (!breaking.join(NEMESIS_LIMIT)) {
      throw new DeadThreadException(
          "thread nemesis has not ended %d s after it was stopped%s"
              .formatted(NEMESIS_LIMIT.toSeconds(), Blame.place(breaking.stack())),
          null);
    }
    nemesis.healAll();
  }

  private void readOnceMore() throws IOException, InterruptedException {
    long since = recorder.now();
    try {
      Map<String, String> notReady =
          cluster.awaitRecovery(options.recoveryTime(), stop::isRequested);
      long millis = TimeUnit.NANOSECONDS.toMillis(recorder.now() - since);
      int count = cluster.nodes().size();
      seen(Recovery.FUNCTION, new Recovery(since, millis, count, notReady).value(), "");
      notReady.forEach((node, why) -> watcher.note("Not recovered: node " + node + ", " + why));
    } catch (TargetException unknown) {
      watcher.note("Whether the cluster recovered is unknown: " + unknown.getMessage());
    }
    FinalCallCounter counter = new FinalCallCounter();
    finalCalls = counter;
    drive(workload.finalReads(keys.newestFirst(), FINAL_READS));
    if (!stop.isRequested()) {
      seen(Recovery.FINAL, counter.counted().value(), "");
    }
  }

  private void seen(String function, Value value, String error) throws IOException {
    recorder.nemesis(Event.Type.INFO, function, value, error);
  }

  /** Records what the nemesis does, and says what it could not do. */
  private EventSink faults() {
    return (type, function, value, error) -> {
      recorder.nemesis(type, function, value, error);
      if (!error.isEmpty() && value instanceof Value.Dict said) {
        String phase = said.entries().get(FaultWindow.PHASE).asText();
        String what = said.entries().get(FaultWindow.WHAT).asText();
        watcher.note(FaultNote.text(phase, what, error));
      }
    };
  }

  /** Threads are dealt out to the nodes in turn; a client that is opened again has the same. */
  private ClientFactory clients() {
    List<String> nodes = cluster.nodes();
    return new ClientFactory() {
      @Override
      public Client open(int thread) throws Exception {
        return client(node(thread));
      }

      @Override
      public String node(int thread) {
        return nodes.get(thread % nodes.size());
      }
    };
  }

  private Client client(String node) throws Exception {
    AutoCloseable opened =
        cluster
            .client(workload.contract(), node)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "target %s has no %s"
                            .formatted(options.target(), workload.contract().getSimpleName())));
    return workload.clientOf(opened);
  }

  private void show() throws InterruptedException {
    while (true) {
      Duration elapsed = Duration.ofNanos(recorder.now());
      watcher.progress(progress, elapsed, options.timeLimit(), nemesis.current());
      Thread.sleep(PROGRESS_MILLIS);
    }
  }
}
