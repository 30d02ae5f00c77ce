package dev.ordeal.nemesis;

import dev.ordeal.targets.TargetException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Breaks something and undoes it again and again, on a thread of its own, until it is stopped. */
final class Strobe {
  private final FaultContext.Step breaking;
  private final FaultContext.Step undoing;
  private final long periodMillis;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;

  private Strobe(FaultContext.Step breaking, FaultContext.Step undoing, long periodMillis) {
    this.breaking = breaking;
    this.undoing = undoing;
    this.periodMillis = periodMillis;
    this.thread = Thread.ofVirtual().name("strobe").start(this::run);
  }

  /**
   * Starts.
   *
   * @param periodMillis how long it is broken, and then how long it is not
   * @param undoing does no harm where nothing is broken
   */
  static Strobe start(long periodMillis, FaultContext.Step breaking, FaultContext.Step undoing) {
    return new Strobe(breaking, undoing, periodMillis);
  }

  private void run() {
    try {
      boolean breaks = true;
      do {
        (breaks ? breaking : undoing).run();
        breaks = !breaks;
      } while (!stopped.await(periodMillis, TimeUnit.MILLISECONDS));
    } catch (IOException | TargetException | RuntimeException | Error failed) {
      failure.set(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Why it ended by itself; empty if it did not. */
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure.get());
  }

  /** Ends the thread and undoes what is broken; may be called again if that failed. */
  void stop() throws IOException, TargetException {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    undoing.run();
    Throwable first = failure.getAndSet(null);
    switch (first) {
      case null -> {}
      case IOException failed -> throw failed;
      case TargetException failed -> throw failed;
      case RuntimeException failed -> throw failed;
      default -> throw new IOException("the strobe ended: " + first, first);
    }
  }
}
