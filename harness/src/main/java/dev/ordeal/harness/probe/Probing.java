package dev.ordeal.harness.probe;

import dev.ordeal.harness.supervise.Supervisor;
import dev.ordeal.harness.supervise.Supervisor.Supervised;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks probes once a second, each in a supervised thread of its own, until it is closed, and passes
 * on their answers.
 */
public final class Probing implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Duration JOIN_LIMIT = Probe.PATIENCE.plusSeconds(1);

  /** Takes what a probe has answered; called by several threads. */
  @FunctionalInterface
  public interface Answers {
    void answered(Probe probe, Optional<String> problem) throws IOException;
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private final List<Supervised> threads = new ArrayList<>();

  private Probing() {}

  /** Starts asking. */
  public static Probing start(List<Probe> probes, Answers answers, Supervisor supervisor) {
    Probing probing = new Probing();
    for (Probe probe : probes) {
      probing.threads.add(
          supervisor.start("probe " + probe.text(), () -> probing.ask(probe, answers)));
    }
    return probing;
  }

  private void ask(Probe probe, Answers answers) throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      long due = System.nanoTime() + PERIOD_NANOS;
      answers.answered(probe, probe.problem());
      goesOn = !over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** Ends asking; waits for what is being asked, so at most a second more than the patience. */
  @Override
  public void close() {
    over.countDown();
    try {
      for (Supervised thread : threads) {
        thread.join(JOIN_LIMIT);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
