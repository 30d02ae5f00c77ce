package dev.ordeal.targets.host;

import dev.ordeal.targets.Ended;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which nodes a cluster was told to run, so that an end that it was told of can be told apart from
 * one by itself. Thread-safe.
 */
final class Intents {
  /** What a node was told last. */
  private static final class Intent {
    /** Counts what it was told, so that what was seen before is not taken for what is now. */
    private long number;

    private boolean runs;
    private boolean pauses;

    /** When it was last known to live; {@link System#nanoTime}. */
    private long livedNanos;

    /** An end by itself that was seen by another than who waits for it. */
    private Ended end;
  }

  private final Map<String, Intent> intents = new HashMap<>();

  private Intent of(String node) {
    return intents.computeIfAbsent(node, n -> new Intent());
  }

  /**
   * The node is to run from now on.
   *
   * @param startedNanos {@link System#nanoTime} at which its start began
   */
  synchronized void up(String node, long startedNanos) {
    set(node, true);
    of(node).livedNanos = startedNanos;
  }

  /** The node was seen to live at a time of {@link System#nanoTime}, or later. */
  synchronized void lived(String node, long nanos) {
    Intent intent = of(node);
    intent.livedNanos = Math.max(intent.livedNanos, nanos);
  }

  /** How long ago the node was last known to live. */
  synchronized Duration sinceLived(String node) {
    return Duration.ofNanos(System.nanoTime() - of(node).livedNanos);
  }

  /** The node is to be down from now on. */
  synchronized void down(String node) {
    set(node, false);
  }

  private void set(String node, boolean runs) {
    Intent intent = of(node);
    intent.number++;
    intent.runs = runs;
    intent.pauses = false;
    notifyAll();
  }

  synchronized void paused(String node, boolean pauses) {
    of(node).pauses = pauses;
  }

  /** Whether a node is to run, and is not paused. */
  synchronized boolean isActive(String node) {
    return of(node).runs && !of(node).pauses;
  }

  synchronized boolean isUp(String node) {
    return of(node).runs;
  }

  /**
   * Waits until a node is to run, or an end of it is to be reported.
   *
   * @return the number of what it was told; -1 if neither comes in time
   */
  synchronized long awaitUp(String node, long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    Intent intent = of(node);
    while (!intent.runs && intent.end == null) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return -1;
      }
      wait(left);
    }
    return intent.number;
  }

  /** Takes the end that {@link #ended} left; empty if there is none. */
  synchronized Optional<Ended> takeEnd(String node) {
    Intent intent = of(node);
    Optional<Ended> end = Optional.ofNullable(intent.end);
    intent.end = null;
    return end;
  }

  /** Says that a node that was to run had ended by itself before it was told something else. */
  synchronized void ended(String node, Ended end) {
    Intent intent = of(node);
    if (intent.runs) {
      intent.runs = false;
      intent.number++;
      intent.end = end;
      notifyAll();
    }
  }

  /**
   * Claims an end.
   *
   * @param number of what the node had been told when its end was looked for
   * @return false if it was told something else meanwhile, and may have ended because of that
   */
  synchronized boolean claim(String node, long number) {
    Intent intent = of(node);
    if (intent.number != number || !intent.runs) {
      return false;
    }
    intent.runs = false;
    return true;
  }
}
