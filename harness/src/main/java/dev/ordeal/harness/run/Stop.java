package dev.ordeal.harness.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How a run is told to end early, and says that nothing of it is left. Thread-safe. */
public final class Stop {
  private final CountDownLatch healed = new CountDownLatch(1);
  private volatile String reason = "";
  private volatile boolean isLeaving;
  private Runnable sealing = () -> {};
  private boolean isSealed;

  /**
   * Asks for the end: no operation begins any more, faults are undone, what was recorded is judged.
   *
   * @param why a few words for {@code run.json}; the first reason stays
   */
  public synchronized void request(String why) {
    if (reason.isEmpty()) {
      reason = why;
    }
  }

  /** Asks for the end without judging. */
  public void leave(String why) {
    request(why);
    isLeaving = true;
  }

  /** What keeps the run from starting or breaking anything more. */
  synchronized void beforeLeaving(Runnable newSealing) {
    sealing = newSealing;
    if (isSealed) {
      sealing.run();
    }
  }

  /** From now on the run starts and breaks nothing more: another thread undoes what is open. */
  public synchronized void seal() {
    isSealed = true;
    sealing.run();
  }

  public boolean isRequested() {
    return !reason.isEmpty();
  }

  public boolean isLeaving() {
    return isLeaving;
  }

  /** Why the run is to end; empty if it is not. */
  public String reason() {
    return reason;
  }

  /** Says that everything is undone, or that the rest is left to the journal. */
  void healed() {
    healed.countDown();
  }

  /** Waits until everything is undone; false if that took longer. */
  public boolean awaitHealed(Duration limit) {
    boolean isHealed = false;
    try {
      isHealed = healed.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    return isHealed;
  }
}
