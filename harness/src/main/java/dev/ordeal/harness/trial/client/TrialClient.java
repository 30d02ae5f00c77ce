package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.tap.Tap;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client of one node, each of whose calls has a time limit. Outcomes are told apart as a run does
 * it: an exception that is no {@link DefiniteFailure} leaves an update's outcome unknown.
 */
final class TrialClient implements AutoCloseable {
  /** How long a call may take. */
  static final Duration LIMIT = Duration.ofSeconds(3);

  private final String node;
  private final Client client;
  private final Tap tap;
  private final long sentToOpen;
  private volatile boolean hasThrown;
  private CompletableFuture<Outcome> last = CompletableFuture.completedFuture(null);

  TrialClient(String node, Client client, Tap tap) {
    this.node = node;
    this.client = client;
    this.tap = tap;
    this.sentToOpen = tap.sent();
  }

  String node() {
    return node;
  }

  Tap tap() {
    return tap;
  }

  /**
   * Whether its calls were sent to the address that it was given. What opening it sent does not
   * count: that may have been a question whether the node is ready.
   */
  boolean isTapUsed() throws InterruptedException {
    return tap.hasSentSince(sentToOpen);
  }

  /** A call that is under way. */
  record Pending(Thread thread, CompletableFuture<Outcome> outcome) {

    /** What the client said; after a time limit, that nothing was said. */
    Outcome await() throws InterruptedException {
      try {
        return outcome.get(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException impossible) {
        throw new IllegalStateException(impossible.getCause());
      } catch (TimeoutException late) {
        thread.interrupt();
        return new Outcome.Info("no answer within " + LIMIT.toSeconds() + " s");
      }
    }
  }

  /**
   * Makes a call on a thread of its own. It is not made while an earlier one has not returned: one
   * thread at a time uses a client.
   */
  Pending start(Call call) {
    hasThrown = true;
    if (!last.isDone()) {
      Outcome none = Outcome.withoutAnswer(call, "not made: an earlier call has not returned");
      return new Pending(Thread.currentThread(), CompletableFuture.completedFuture(none));
    }
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    last = outcome;
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name("trial-" + node)
            .start(() -> outcome.complete(invoke(call)));
    return new Pending(thread, outcome);
  }

  /** Whether its last call threw something rather than return, or has not returned yet. */
  boolean hasThrown() {
    return hasThrown;
  }

  /** Makes a call and waits for what the client says. */
  Outcome call(Call call) throws InterruptedException {
    return start(call).await();
  }

  private Outcome invoke(Call call) {
    try {
      Outcome said = client.invoke(call);
      hasThrown = false;
      return said;
    } catch (DefiniteFailure failure) {
      return new Outcome.Fail(String.valueOf(failure.getMessage()));
    } catch (Exception | Error unknown) {
      return Outcome.withoutAnswer(call, Blame.shown(unknown));
    }
  }

  @Override
  public void close() {
    // On a thread of its own: foreign code may block, and nothing waits for it.
    Thread.ofPlatform().daemon().name("closing-" + node).start(client::close);
  }
}
