package dev.ordeal.harness.supervise;

import dev.ordeal.targets.foreign.Blame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Starts the threads of a run and joins them. The first failure of one of them cancels the run and
 * becomes the reason of its end. Thread-safe.
 *
 * <p>Threads are platform threads: virtual threads share a few carriers, and one that spins or
 * blocks in the kernel stops all. They are daemons, so none keeps the JVM from ending.
 */
public final class Supervisor implements AutoCloseable {
  private final Runnable cancel;
  private final Duration joinLimit;
  private final List<Supervised> threads = new ArrayList<>();
  private Failure first;

  /** What a thread does. */
  @FunctionalInterface
  public interface Task {
    void run() throws Exception;
  }

  private record Failure(String thread, Throwable thrown) {}

  /**
   * @param cancel called once, by the thread that failed first; asks everything else to end
   * @param joinLimit how long {@link #close} waits for each thread after it was interrupted
   */
  public Supervisor(Runnable cancel, Duration joinLimit) {
    this.cancel = cancel;
    this.joinLimit = joinLimit;
  }

  /** A thread under supervision. */
  public static final class Supervised {
    private final String name;
    private final FutureTask<Void> task;
    private final Thread thread;

    private Supervised(String name, FutureTask<Void> task, Thread thread) {
      this.name = name;
      this.task = task;
      this.thread = thread;
    }

    /**
     * Waits until it has ended, by whatever; false if it has not ended in time.
     *
     * @param limit how long to wait
     */
    public boolean join(Duration limit) throws InterruptedException {
      try {
        task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException failed) {
        return true;
      } catch (TimeoutException late) {
        return false;
      }
      return true;
    }

    public boolean isAlive() {
      return !task.isDone();
    }

    /** What it is doing now. */
    public StackTraceElement[] stack() {
      return thread.getStackTrace();
    }
  }

  /**
   * Starts a thread.
   *
   * @param task its end by an {@link InterruptedException} is no failure
   */
  public Supervised start(String name, Task task) {
    FutureTask<Void> future =
        new FutureTask<>(
            () -> {
              try {
                task.run();
              } catch (InterruptedException asked) {
                // That is how it is told to end.
              } catch (Exception | Error thrown) {
                failed(name, thrown);
              }
              return null;
            }) {
          @Override
          protected void setException(Throwable thrown) {
            failed(name, thrown);
            super.setException(thrown);
          }
        };
    Thread thread = Thread.ofPlatform().daemon().name(name).unstarted(future);
    Supervised supervised = new Supervised(name, future, thread);
    synchronized (this) {
      threads.add(supervised);
    }
    thread.start();
    return supervised;
  }

  private void failed(String thread, Throwable thrown) {
    synchronized (this) {
      if (first != null) {
        first.thrown().addSuppressed(thrown);
        return;
      }
      first = new Failure(thread, thrown);
    }
    cancel.run();
  }

  /**
   * Throws what the first failing thread threw; returns if none has failed.
   *
   * @throws IOException if it threw one: something could not be recorded or carried out
   * @throws DeadThreadException if it threw anything else
   */
  public synchronized void throwFailure() throws IOException {
    if (first == null) {
      return;
    }
    if (first.thrown() instanceof IOException failed) {
      throw failed;
    }
    throw new DeadThreadException(
        "thread %s ended by %s%s"
            .formatted(first.thread(), Blame.shown(first.thrown()), Blame.place(first.thrown())),
        first.thrown());
  }

  /** Interrupts every thread and joins each with a limit; one that does not end is a failure. */
  @Override
  public void close() {
    List<Supervised> all;
    synchronized (this) {
      all = List.copyOf(threads);
    }
    all.forEach(supervised -> supervised.thread.interrupt());
    try {
      for (Supervised supervised : all) {
        if (!supervised.join(joinLimit)) {
          failed(
              supervised.name,
              new IllegalStateException(
                  "not ended %d s after it was interrupted".formatted(joinLimit.toSeconds())));
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
