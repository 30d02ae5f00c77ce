package dev.ordeal.harness.watch;

import dev.ordeal.harness.supervise.Supervisor;
import dev.ordeal.harness.supervise.Supervisor.Supervised;
import dev.ordeal.results.nodes.NodeEnd;
import dev.ordeal.results.nodes.NodesWatched;
import dev.ordeal.results.run.Redaction;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Ended;
import dev.ordeal.targets.ability.Processes;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Watches each node in a thread of its own and records when one ends by itself: its processes are
 * gone although the cluster was told to run it. What the environment offers decides how: a process
 * handle, or looks at the machine's processes.
 */
public final class NodeWatch implements AutoCloseable {
  /** How long a wait for an end may last before the end of the watch is looked for. */
  private static final Duration PIECE = Duration.ofMillis(250);

  private static final Duration JOIN_LIMIT = Duration.ofSeconds(20);
  private static final long RETRY_MILLIS = 1_000;
  private static final int LAST_LINES = 10;
  private static final int LINE_MAX = 200;

  private final Cluster cluster;
  private final Events events;
  private final Consumer<String> console;
  private final LongSupplier clock;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Map<String, Supervised> threads = new LinkedHashMap<>();

  /** By node: why the last look at it failed; empty if it did not. */
  private final Map<String, String> problems = new ConcurrentHashMap<>();

  private boolean isClosed;

  private NodeWatch(Cluster cluster, Events events, Consumer<String> console, LongSupplier clock) {
    this.cluster = cluster;
    this.events = events;
    this.console = console;
    this.clock = clock;
  }

  /**
   * Begins to watch; no node is watched whose processes are not the cluster's.
   *
   * @param console prints a line at once; called from several threads
   * @param clock nanoseconds since the run began
   */
  public static NodeWatch start(
      Cluster cluster,
      Events events,
      Consumer<String> console,
      LongSupplier clock,
      Supervisor supervisor) {
    NodeWatch watch = new NodeWatch(cluster, events, console, clock);
    if (cluster.missing(Processes.class).isEmpty()) {
      for (String node : cluster.nodes()) {
        watch.threads.put(node, supervisor.start("watch of " + node, () -> watch.watch(node)));
      }
    }
    return watch;
  }

  private void watch(String node) throws IOException, InterruptedException {
    boolean goesOn = true;
    while (goesOn) {
      // Looked once more after the end, for what ended just before.
      goesOn = over.getCount() > 0;
      Optional<Ended> end;
      try {
        end = cluster.awaitEnd(node, goesOn ? PIECE : Duration.ZERO);
        problems.put(node, "");
      } catch (IOException unreachable) {
        problems.put(node, String.valueOf(unreachable.getMessage()));
        goesOn = goesOn && !over.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
        continue;
      }
      if (end.isPresent()) {
        ended(node, end.get());
      }
    }
  }

  private void ended(String node, Ended ended) throws IOException {
    long within = ended.within().toMillis();
    NodeEnd end = new NodeEnd(clock.getAsLong(), within, node, ended.status(), lastLines(node));
    events.record(NodeEnd.FUNCTION, end.value(), "");
    String last = end.lastLine();
    console.accept(
        "  %5.1f s  node %s ended by itself: %s%s"
            .formatted(
                end.time() / 1e9,
                node,
                end.status(),
                last.isEmpty() ? "" : "; last log line: " + last));
  }

  private List<String> lastLines(String node) {
    List<String> lines;
    try {
      lines = cluster.lastLogLines(node, LAST_LINES);
    } catch (IOException unreadable) {
      lines = List.of("(no log: " + unreadable.getMessage() + ")");
    }
    return lines.stream().map(NodeWatch::cut).map(Redaction::text).toList();
  }

  static String cut(String line) {
    return line.length() <= LINE_MAX ? line : line.substring(0, LINE_MAX - 1) + "…";
  }

  /** Ends watching and records that; once is enough, twice does no harm. */
  @Override
  public void close() throws IOException {
    if (isClosed) {
      return;
    }
    isClosed = true;
    over.countDown();
    Map<String, String> seen = new LinkedHashMap<>();
    try {
      for (Map.Entry<String, Supervised> each : threads.entrySet()) {
        String node = each.getKey();
        boolean hasEnded = each.getValue().join(JOIN_LIMIT);
        String problem = problems.getOrDefault(node, "it was never looked at");
        seen.put(node, hasEnded ? problem : "a look at it does not end");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return;
    }
    events.record(NodesWatched.FUNCTION, new NodesWatched(seen).value(), "");
  }
}
