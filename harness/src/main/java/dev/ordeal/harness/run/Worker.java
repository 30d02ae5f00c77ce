package dev.ordeal.harness.run;

import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.Outcome;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * A thread that makes one client's calls.
 *
 * <p>It opens the client when the first call comes, and lives as long as its process: after an
 * outcome that is unknown, both are thrown away. Whatever a client throws becomes an outcome.
 */
final class Worker {
  /** What the scheduler is told. */
  interface Completions {
    void completed(Worker worker, Outcome outcome);
  }

  private sealed interface Order {}

  private record Invoke(Call call) implements Order {}

  private record Sleep(long nanos) implements Order {}

  private record Stop() implements Order {}

  private final int thread;
  private final ClientFactory clients;
  private final Completions completions;
  private final BlockingQueue<Order> orders = new ArrayBlockingQueue<>(2);
  private final Thread runner;
  private Client client;

  Worker(int thread, ClientFactory clients, Completions completions) {
    this.thread = thread;
    this.clients = clients;
    this.completions = completions;
    this.runner = Thread.ofVirtual().name("client-" + thread).start(this::run);
  }

  int thread() {
    return thread;
  }

  void invoke(Call call) {
    orders.add(new Invoke(call));
  }

  void sleep(long nanos) {
    orders.add(new Sleep(nanos));
  }

  /** Ends the thread after what it is doing. */
  void stop() {
    orders.offer(new Stop());
  }

  /** Ends the thread in the middle of a call whose answer nobody waits for any more. */
  void abandon() {
    stop();
    runner.interrupt();
  }

  boolean join(long millis) throws InterruptedException {
    return runner.join(java.time.Duration.ofMillis(millis));
  }

  private void run() {
    try {
      while (true) {
        switch (orders.take()) {
          case Stop stop -> {
            return;
          }
          case Sleep sleep -> {
            java.util.concurrent.TimeUnit.NANOSECONDS.sleep(sleep.nanos());
            completions.completed(this, null);
          }
          case Invoke invoke -> completions.completed(this, call(invoke.call()));
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
      try {
        client = clients.open(thread);
      } catch (Exception unreachable) {
        // Nothing was sent, so it is certain that nothing happened.
        return new Outcome.Fail("no-client: " + shown(unreachable));
      }
    }
    try {
      return client.invoke(call);
    } catch (DefiniteFailure failure) {
      return new Outcome.Fail(failure.getMessage());
    } catch (Exception unknown) {
      return new Outcome.Info(shown(unknown));
    }
  }

  private static String shown(Exception exception) {
    String message = exception.getMessage();
    return message == null ? exception.getClass().getSimpleName() : message;
  }

  private void close() {
    if (client != null) {
      client.close();
    }
  }
}
