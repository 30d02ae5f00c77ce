package dev.ordeal.harness.probe;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Asks probes once a second, each in a thread of its own, until it is closed, and says what they
 * answer.
 */
public final class Probing implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Takes what a probe has answered; called by several threads. */
  @FunctionalInterface
  public interface Answers {
    void answered(Probe probe, Optional<String> problem);
  }

  private final CountDownLatch over = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Probing() {}

  public static Probing start(List<Probe> probes, Answers answers) {
    Probing probing = new Probing();
    for (Probe probe : probes) {
      probing.threads.execute(() -> probing.ask(probe, answers));
    }
    return probing;
  }

  private void ask(Probe probe, Answers answers) {
    try {
      boolean goesOn = true;
      while (goesOn) {
        long due = System.nanoTime() + PERIOD_NANOS;
        answers.answered(probe, probe.problem());
        goesOn = !over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException nobody) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends asking; waits for what is being asked, so at most {@link Probe#PATIENCE}. */
  @Override
  public void close() {
    over.countDown();
    threads.close();
  }
}
