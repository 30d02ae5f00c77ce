package dev.ordeal.harness.watch;

import dev.ordeal.harness.supervise.Supervisor;
import dev.ordeal.harness.supervise.Supervisor.Supervised;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.targets.Cluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Asks twice a second which nodes say that they lead, and records whenever these change. */
public final class LeaderWatch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;
  private static final Duration JOIN_LIMIT = Duration.ofSeconds(10);

  private final Cluster cluster;
  private final Events events;
  private final CountDownLatch over = new CountDownLatch(1);
  private Supervised thread;

  private LeaderWatch(Cluster cluster, Events events) {
    this.cluster = cluster;
    this.events = events;
  }

  /** Begins to ask. */
  public static LeaderWatch start(Cluster cluster, Events events, Supervisor supervisor) {
    LeaderWatch watch = new LeaderWatch(cluster, events);
    watch.thread = supervisor.start("leaders", watch::ask);
    return watch;
  }

  private void ask() throws IOException, InterruptedException {
    List<String> before = null;
    do {
      List<String> leading = cluster.leaders();
      if (!leading.equals(before)) {
        events.record(Leaders.FUNCTION, Leaders.value(leading), "");
        before = leading;
      }
    } while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS));
  }

  /** Ends asking; waits for what is being asked. */
  @Override
  public void close() {
    over.countDown();
    try {
      thread.join(JOIN_LIMIT);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
