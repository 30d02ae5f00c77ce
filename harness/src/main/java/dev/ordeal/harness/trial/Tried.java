package dev.ordeal.harness.trial;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Database;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import dev.ordeal.workloads.client.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The running cluster that checks of a trial look at, and the calls that they make. */
final class Tried {
  /** Objects above this are used by checks; those below by the run under faults. */
  static final long FIRST_OBJECT = 1_000_000;

  private static final long PATIENCE_MILLIS = 1_500;
  private static final long PAUSE_MILLIS = 10;

  private final Cluster cluster;
  private final Database database;
  private final Workload workload;
  private final KnownCalls known;
  private final Taps taps;
  private final Consumer<Finding> findings;
  private final AtomicLong objects;

  Tried(
      Cluster cluster,
      Database database,
      Workload workload,
      KnownCalls known,
      Taps taps,
      AtomicLong objects,
      Consumer<Finding> findings) {
    this.cluster = cluster;
    this.database = database;
    this.workload = workload;
    this.known = known;
    this.taps = taps;
    this.objects = objects;
    this.findings = findings;
  }

  Cluster cluster() {
    return cluster;
  }

  Database database() {
    return database;
  }

  KnownCalls known() {
    return known;
  }

  /** An object that nothing has touched. */
  long freshObject() {
    return objects.getAndIncrement();
  }

  void found(Finding finding) {
    findings.accept(finding);
  }

  /**
   * Opens a client of a node through a tap.
   *
   * @param isClosed whether the tap refuses connections from the beginning
   */
  Taps.Opened<TrialClient> tryOpening(String node, boolean isClosed) throws InterruptedException {
    Taps.Opened<Client> opened =
        taps.through(
            isClosed,
            () -> workload.client(cluster.client(workload.contract(), node).orElseThrow()));
    return opened.thrown() == null
        ? new Taps.Opened<>(
            opened.tap(), new TrialClient(node, opened.client(), opened.tap()), null)
        : new Taps.Opened<>(opened.tap(), null, opened.thrown());
  }

  /**
   * Opens a client of a node through a tap.
   *
   * @throws Exception what the client threw
   */
  TrialClient open(String node) throws Exception {
    Taps.Opened<TrialClient> opened = tryOpening(node, false);
    if (opened.thrown() != null) {
      throw opened.thrown();
    }
    return opened.client();
  }

  /** The node whose clients are disturbed, and the one through which effects are read back. */
  List<String> pair() {
    List<String> nodes = cluster.nodes();
    return List.of(nodes.getFirst(), nodes.getLast());
  }

  /** What a client sees of an object; empty if its read does not succeed. */
  Optional<Seen> look(TrialClient client, long object) throws InterruptedException {
    return client.call(known.read(object)) instanceof Outcome.Ok ok
        ? Optional.of(seen(object, ok.result()))
        : Optional.empty();
  }

  /** What a result means; {@code OTHER} if the client returned something of another type. */
  private Seen seen(long object, Value result) {
    try {
      return known.seen(object, result);
    } catch (RuntimeException unexpected) {
      return Seen.OTHER;
    }
  }

  /** Reads until something is seen, or the patience has passed; the last that was seen. */
  Optional<Seen> await(TrialClient client, long object, Predicate<Seen> wanted)
      throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (true) {
      Optional<Seen> now = look(client, object);
      if (now.filter(wanted).isPresent() || System.nanoTime() > end) {
        return now;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Whether a client that has made a call sent nothing to the address that it was given. */
  boolean tapIsUnused(TrialClient client) {
    return client.tap().sent() == 0;
  }

  /** Makes a call that has to succeed before a check makes sense. */
  boolean succeeds(TrialClient client, Call call) throws InterruptedException {
    return client.call(call) instanceof Outcome.Ok;
  }
}
