package dev.ordeal.harness.run;

import dev.ordeal.checkers.activity.ProbeAnswer;
import dev.ordeal.harness.probe.Probe;
import dev.ordeal.harness.probe.Probing;
import dev.ordeal.harness.supervise.Supervisor;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.run.Redaction;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches over an experiment while it runs: asks its probes, records their answers, and says when
 * breaking has gone too far. Thread-safe.
 */
final class Limits implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final Experiment experiment;
  private final Recorder recorder;
  private final Watcher watcher;
  private final Optional<Guard> guard;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Supervisor supervisor;
  private Probing probing;
  private volatile String exceeded = "";

  Limits(Experiment experiment, Recorder recorder, Watcher watcher, Supervisor supervisor) {
    this.experiment = experiment;
    this.recorder = recorder;
    this.watcher = watcher;
    this.supervisor = supervisor;
    this.guard =
        experiment.abort().isEmpty()
            ? Optional.empty()
            : Optional.of(new Guard(AbortRule.parse(experiment.abort())));
  }

  /** Begins to watch. */
  void watch() {
    probing = Probing.start(experiment.probes(), this::answered, supervisor);
    guard.ifPresent(g -> supervisor.start("abort rule", () -> look(g)));
  }

  /** Takes an event of a client. */
  void saw(Event event) {
    guard.ifPresent(g -> g.saw(event));
  }

  /** Whether the run has to end. */
  boolean areExceeded() {
    return !exceeded.isEmpty();
  }

  /** Why the run has to end; empty if it has not. */
  String reason() {
    return exceeded;
  }

  private void answered(Probe probe, Optional<String> problem) throws IOException {
    String name = Redaction.text(probe.text());
    String said = Redaction.text(problem.orElse(""));
    record(ProbeAnswer.FUNCTION, Value.of(name), said);
    guard.ifPresent(g -> g.probed(name, said, recorder.now()));
  }

  private void look(Guard guard) throws IOException, InterruptedException {
    while (!areExceeded() && !over.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      String reason = guard.reason(recorder.now());
      if (!reason.isEmpty()) {
        record(ProbeAnswer.ABORT, Value.NIL, reason);
        watcher.note("Aborted: " + reason);
        exceeded = reason;
      }
    }
  }

  private void record(String function, Value value, String error) throws IOException {
    recorder.nemesis(Event.Type.INFO, function, value, error);
  }

  /** Ends watching; once is enough, twice does no harm. */
  @Override
  public void close() {
    over.countDown();
    if (probing != null) {
      probing.close();
    }
  }
}
