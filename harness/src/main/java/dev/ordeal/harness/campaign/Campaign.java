package dev.ordeal.harness.campaign;

import dev.ordeal.results.campaign.CampaignLog;
import dev.ordeal.results.campaign.CampaignState;
import dev.ordeal.results.campaign.Ending;
import dev.ordeal.results.campaign.RunEnd;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Makes the runs of a plan that have not ended yet, and records each as it ends. Runs that were
 * under way when an earlier process died are recovered first. A run whose verdict is unknown is
 * made again at once, as often as the limits say; a combination whose target was unavailable three
 * times in a row is given up.
 */
public final class Campaign {
  private static final int UNAVAILABLE_MAX = 3;
  private static final long POLL_MILLIS = 500;

  private final CampaignLimits limits;
  private final Runner runner;
  private final CampaignLog log;
  private final CampaignState state;
  private final Watcher watcher;
  private final Room room;
  private final Map<Integer, PlannedRun> byNumber = new HashMap<>();
  private final Deque<PlannedRun> waiting = new ArrayDeque<>();

  /** How often a combination's target was unavailable since it was last there. */
  private final Map<Integer, Integer> unavailable = new HashMap<>();

  private final long began = System.nanoTime();
  private int active;
  private int made;
  private boolean isEnough;
  private volatile boolean isStopped;

  /** Is told what happens, by the thread that executes. */
  public interface Watcher {
    /** A run came to its end. */
    void ended(RunEnd end);

    /** Something else that people should know. */
    void note(String text);
  }

  /**
   * A campaign.
   *
   * @param plan the runs in the order in which they are made
   * @param state what was recorded so far; ends are added
   */
  public Campaign(
      List<PlannedRun> plan,
      CampaignLimits limits,
      Runner runner,
      CampaignLog log,
      CampaignState state,
      Watcher watcher) {
    this.limits = limits;
    this.runner = runner;
    this.log = log;
    this.state = state;
    this.watcher = watcher;
    this.room = new Room(limits.jobs());
    plan.forEach(run -> byNumber.put(run.number(), run));
    waiting.addAll(plan);
  }

  /** Starts nothing more, and asks what is going on to end, each time more urgently. */
  public void stop() {
    isStopped = true;
    runner.stop();
  }

  /**
   * Makes the runs.
   *
   * @return why it is over; empty if it was stopped before that
   * @throws IOException if a run cannot be started, recorded or undone; none is going on any more
   */
  public Optional<String> execute() throws IOException, InterruptedException {
    recover();
    for (List<RunEnd> attempts : state.ends().values()) {
      attempts.forEach(this::count);
    }
    waiting.removeIf(run -> !isDue(run) || state.skipped().containsKey(run.number()));
    ExecutorService threads =
        Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("run-", 1).factory());
    try {
      ExecutorCompletionService<Done> done = new ExecutorCompletionService<>(threads);
      String why = why();
      while (active > 0 || why.isEmpty()) {
        start(done);
        Future<Done> next = done.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (next != null) {
          take(next);
        }
        why = why();
      }
      if (isStopped) {
        return Optional.empty();
      }
      log.over(why);
      return Optional.of(why);
    } finally {
      end(threads);
    }
  }

  /** Something failed that has nothing to do with a run: none is left behind. */
  private void end(ExecutorService threads) throws InterruptedException {
    threads.shutdown();
    if (active > 0) {
      runner.stop();
      threads.awaitTermination(5, TimeUnit.MINUTES);
    }
  }

  /** A run of which a thread has seen the end. */
  private record Done(PlannedRun run, int attempt, Optional<RunEnd> end) {}

  private void recover() throws IOException, InterruptedException {
    for (Map.Entry<Integer, CampaignState.Start> open : new ArrayList<>(state.open().entrySet())) {
      PlannedRun run = byNumber.get(open.getKey());
      if (run == null) {
        continue;
      }
      Optional<RunEnd> end = runner.recover(run, open.getValue());
      if (end.isPresent()) {
        log.ended(end.get());
        state.take(end.get());
        watcher.note("run %d had come to its end: %s".formatted(run.number(), run.label()));
      } else {
        log.voided(run.number(), open.getValue().attempt(), "interrupted");
        watcher.note("run %d was interrupted, and is made again".formatted(run.number()));
      }
    }
  }

  /** What has to end before anything new; why nothing more is started, empty if something is. */
  private String why() {
    if (isStopped) {
      return "stopped";
    }
    if (isEnough) {
      return "a run is invalid";
    }
    if (waiting.isEmpty()) {
      return "all runs were made";
    }
    if (limits.runs().isPresent() && made + active >= limits.runs().getAsInt()) {
      return "the number of runs is reached";
    }
    if (limits.time().isPresent() && seconds() >= limits.time().get().toMillis() / 1e3) {
      return "the time is over";
    }
    return "";
  }

  private double seconds() {
    return state.seconds() + (System.nanoTime() - began) / 1e9;
  }

  private void start(ExecutorCompletionService<Done> done) throws IOException {
    while (why().isEmpty() && room.isFor(active)) {
      PlannedRun run = waiting.removeFirst();
      if (unavailable.getOrDefault(run.combination(), 0) >= UNAVAILABLE_MAX) {
        String why = "its target was unavailable %d times in a row".formatted(UNAVAILABLE_MAX);
        log.skipped(run.number(), why);
        state.skip(run.number(), why);
        continue;
      }
      int attempt = state.ends().getOrDefault(run.number(), List.of()).size() + 1;
      log.started(run.number(), attempt, CampaignLog.NO_PROCESS);
      active++;
      done.submit(
          () ->
              new Done(
                  run,
                  attempt,
                  runner.run(
                      run, attempt, process -> log.started(run.number(), attempt, process))));
    }
  }

  private void take(Future<Done> next) throws IOException, InterruptedException {
    Done done;
    try {
      done = next.get();
    } catch (ExecutionException failed) {
      active--;
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(failed.getCause());
    }
    active--;
    if (done.end().isEmpty()) {
      log.voided(done.run().number(), done.attempt(), "interrupted");
      return;
    }
    RunEnd end = done.end().get();
    log.ended(end);
    state.take(end);
    count(end);
    watcher.ended(end);
    if (isDue(done.run())) {
      waiting.addFirst(done.run());
    }
  }

  /** Whether a run has no end yet, or an unknown one that is worth another attempt. */
  private boolean isDue(PlannedRun run) {
    List<RunEnd> attempts = state.ends().getOrDefault(run.number(), List.of());
    return attempts.isEmpty()
        || (attempts.getLast().ending() == Ending.UNKNOWN && attempts.size() <= limits.retries());
  }

  private void count(RunEnd end) {
    made++;
    PlannedRun run = byNumber.get(end.run());
    if (run != null && end.ending() == Ending.UNAVAILABLE) {
      unavailable.merge(run.combination(), 1, Integer::sum);
    } else if (run != null) {
      unavailable.remove(run.combination());
    }
    isEnough |= limits.until().test(end);
  }
}
