package dev.ordeal.harness.run;

import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.Outcome;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A thread that makes one client's calls.
 *
 * <p>It opens the client when the first call comes, and lives as long as its process. Whatever a
 * client throws becomes an outcome. It is a platform thread, since a client may spin or block in
 * the kernel; one that is abandoned in a call is interrupted, and its client is closed by another
 * thread, which ends what no interrupt ends.
 */
final class Worker {
  /** Takes what became of an order. */
  interface Completions {
    /**
     * Called by the worker's thread.
     *
     * @param outcome null at the end of a sleep
     * @param isUsable whether the client can make more calls
     */
    void completed(Worker worker, Outcome outcome, boolean isUsable);
  }

  /** Takes what a client threw that shows a defect in its code. */
  interface Mistakes {
    void made(String during, Throwable thrown);
  }

  private sealed interface Order {}

  private record Invoke(Call call) implements Order {}

  private record Sleep(long nanos) implements Order {}

  private record Stop() implements Order {}

  /** How far the worker has come with a call. */
  private enum Phase {
    /** The client has not been called yet. */
    AHEAD,
    /** The client was called. */
    CALLED,
    /** The call was given up before the client was called, and never will be made. */
    GIVEN_UP
  }

  private static final Duration CLOSE_AFTER = Duration.ofMillis(200);

  private final int thread;
  private final ClientFactory clients;
  private final Completions completions;
  private final Mistakes mistakes;
  private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(2);
  private final Thread runner;
  private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.CALLED);
  private volatile Client client;
  private volatile String doing = "";
  private boolean isClosed;
  private boolean isUsable = true;
  private volatile boolean hasFailed;

  Worker(int thread, ClientFactory clients, Completions completions, Mistakes mistakes) {
    this.thread = thread;
    this.clients = clients;
    this.completions = completions;
    this.mistakes = mistakes;
    this.runner = Thread.ofPlatform().daemon().name("client-" + thread).start(this::run);
  }

  int thread() {
    return thread;
  }

  /** Announces a call, before {@link #invoke} and on the thread that may give it up. */
  void expect() {
    phase.set(Phase.AHEAD);
  }

  /**
   * Gives up the call that is under way.
   *
   * @return true if the client has not been called and never will be: its opening still goes on
   */
  boolean giveUp() {
    return phase.compareAndSet(Phase.AHEAD, Phase.GIVEN_UP);
  }

  void invoke(Call call) {
    orders.add(new Invoke(call));
  }

  void sleep(long nanos) {
    orders.add(new Sleep(nanos));
  }

  /** Whether its last call did not succeed. */
  boolean hasFailed() {
    return hasFailed;
  }

  /** Ends the thread after what it is doing. */
  void stop() {
    orders.offer(new Stop());
  }

  /** Ends the thread in the middle of a call whose answer is not waited for any more. */
  void abandon() {
    stop();
    runner.interrupt();
    Thread.ofPlatform().daemon().name("closing client-" + thread).start(this::closeIfStuck);
  }

  /** A thread that blocks in a socket ignores interrupts, but not the end of its connection. */
  private void closeIfStuck() {
    try {
      if (!runner.join(CLOSE_AFTER)) {
        close();
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  boolean join(Duration limit) throws InterruptedException {
    return runner.join(limit);
  }

  boolean isAlive() {
    return runner.isAlive();
  }

  /** What foreign code the thread is in, and where; empty if in none. */
  String stuckIn() {
    String now = doing;
    return now.isEmpty() ? "" : now + Blame.place(runner.getStackTrace());
  }

  private void run() {
    try {
      while (true) {
        switch (orders.take()) {
          case Stop stop -> {
            return;
          }
          case Sleep sleep -> {
            TimeUnit.NANOSECONDS.sleep(sleep.nanos());
            completions.completed(this, null, true);
          }
          case Invoke invoke -> {
            Outcome outcome = call(invoke.call());
            hasFailed = !(outcome instanceof Outcome.Ok);
            completions.completed(this, outcome, isUsable);
          }
        }
      }
    } catch (InterruptedException abandoned) {
      // The scheduler has already recorded what became of the call.
    } finally {
      close();
    }
  }

  private Outcome call(Call call) {
    if (client == null) {
      doing = "opening a client";
      try {
        client = clients.open(thread);
      } catch (Exception | Error unreachable) {
        report(doing, unreachable);
        // Nothing was sent, so it is certain that nothing happened.
        return new Outcome.Fail("no-client: " + Blame.shown(unreachable));
      } finally {
        doing = "";
      }
    }
    if (!phase.compareAndSet(Phase.AHEAD, Phase.CALLED)) {
      return new Outcome.Fail("given up");
    }
    doing = call.function();
    try {
      return client.invoke(call);
    } catch (DefiniteFailure failure) {
      isUsable = !failure.isClientLost();
      return new Outcome.Fail(String.valueOf(failure.getMessage()));
    } catch (Exception | Error unknown) {
      // The client may be in the middle of an answer, so it is not used again.
      isUsable = false;
      report(call.function(), unknown);
      return Outcome.withoutAnswer(call, Blame.shown(unknown));
    } finally {
      doing = "";
    }
  }

  private void report(String during, Throwable thrown) {
    if (Blame.isMistake(thrown)) {
      mistakes.made(during, thrown);
    }
  }

  private void close() {
    Client open;
    synchronized (this) {
      open = isClosed ? null : client;
      isClosed = isClosed || open != null;
    }
    if (open == null) {
      return;
    }
    String before = doing;
    doing = before.isEmpty() ? "closing the client" : before;
    try {
      open.close();
    } catch (RuntimeException | Error failed) {
      report("close", failed);
    } finally {
      doing = before;
    }
  }
}
