package dev.ordeal.targets.toxiproxy.toxic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A toxic at work in one direction of one connection.
 *
 * <p>A stage is driven by its pipe's thread alone: {@link #accept} queues what arrives, {@link
 * #pump} passes on what is due and says when it wants to be pumped again. So a toxic that waits
 * never blocks anything, and changing the toxics of a live connection needs no locks.
 */
public abstract class Stage {
  /** No more until new data come. */
  public static final long IDLE = Long.MAX_VALUE;

  /** What a stage may do to its connection. */
  public interface Connection {
    /** Closes both directions in good order. */
    void close();

    /** Closes both directions so that the peers see a reset. */
    void reset();

    /** Whether so much waits in this direction that no more pieces should be made of it. */
    boolean isCrowded();

    /** One chunk of this direction became two, which takes memory of its own. */
    void cut();
  }

  final Deque<Chunk> waiting = new ArrayDeque<>();
  ToxicSpec spec;

  Stage(ToxicSpec spec) {
    this.spec = spec;
  }

  /**
   * A toxic's stage; one that passes everything on if the connection is not affected.
   *
   * @param now {@link System#nanoTime} at which it begins
   */
  public static Stage of(
      ToxicSpec spec, boolean affected, SplittableRandom random, Connection connection, long now) {
    return affected ? spec.type().stage(spec, random, connection, now) : new PassStage(spec);
  }

  /** The toxic as it is now. */
  public ToxicSpec spec() {
    return spec;
  }

  /** The toxic's attributes change; the type and what waits stay. */
  public void update(ToxicSpec changed) {
    spec = changed;
  }

  /** Another stage takes over what waits. */
  public void moveTo(Stage next) {
    waiting.forEach(next::accept);
  }

  /** Queues what comes from the stage before. */
  public void accept(Chunk chunk) {
    waiting.add(chunk);
  }

  /**
   * Passes on what is due; returns when to pump again, {@link #IDLE} for not before new data.
   *
   * @param next takes what is passed on
   * @param dropped takes what never will be
   */
  public abstract long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped);

  /** The toxic is taken away: what waits goes on at once. */
  public void removed(Consumer<Chunk> next) {
    waiting.forEach(next);
    waiting.clear();
  }

  /** Drops all that waits. */
  public final void drop(Consumer<Chunk> dropped) {
    waiting.forEach(dropped);
    waiting.clear();
  }

  static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(Math.max(0, millis));
  }
}
