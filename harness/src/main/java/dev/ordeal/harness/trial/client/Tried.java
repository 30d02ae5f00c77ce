package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.tap.Taps;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.Database;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.KnownCalls.Accepts;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import dev.ordeal.workloads.client.Outcome;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The running cluster that checks of a trial look at, and the calls that they make. */
public final class Tried {
  /** Objects above this are used by checks; those below by the run under faults. */
  public static final long FIRST_OBJECT = 1_000_000;

  private static final long PATIENCE_MILLIS = 1_500;
  private static final long PAUSE_MILLIS = 10;

  private final Cluster cluster;
  private final Database database;
  private final TargetSettings options;
  private final Workload<?> workload;
  private final KnownCalls known;
  private final Taps taps;
  private final Consumer<Finding> findings;
  private final AtomicLong objects;

  public Tried(
      Cluster cluster,
      Database database,
      TargetSettings options,
      Workload<?> workload,
      KnownCalls known,
      Taps taps,
      AtomicLong objects,
      Consumer<Finding> findings) {
    this.cluster = cluster;
    this.database = database;
    this.options = options;
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

  /** The target's options that were set. */
  TargetSettings options() {
    return options;
  }

  /** Stands between clients and nodes. */
  Taps taps() {
    return taps;
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
    return tryOpening(node, database, isClosed);
  }

  private Taps.Opened<TrialClient> tryOpening(String node, Database other, boolean isClosed)
      throws InterruptedException {
    Taps.Opened<Client> opened =
        taps.through(
            other,
            isClosed,
            () -> workload.clientOf(cluster.client(workload.contract(), node).orElseThrow()));
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
    return open(node, database);
  }

  /**
   * Opens a client through a tap as another database does, that knows the same nodes.
   *
   * @throws Exception what the client threw
   */
  TrialClient open(String node, Database other) throws Exception {
    Taps.Opened<TrialClient> opened = tryOpening(node, other, false);
    if (opened.thrown() != null) {
      throw opened.thrown();
    }
    return opened.client();
  }

  /** The node whose clients are looked at: the leader, which serves calls if any node does. */
  String node() {
    return cluster.leader().orElse(cluster.nodes().getFirst());
  }

  /** What a client sees of an object; empty if its read does not succeed. */
  Optional<Seen> look(TrialClient client, long object) throws InterruptedException {
    return seen(object, client.call(known.read(object)));
  }

  /** What an outcome shows; {@code OTHER} if the client returned something of another type. */
  private Optional<Seen> seen(long object, Outcome said) {
    if (!(said instanceof Outcome.Ok ok)) {
      return Optional.empty();
    }
    try {
      return Optional.of(known.seen(object, ok.result()));
    } catch (RuntimeException unexpected) {
      return Optional.of(Seen.OTHER);
    }
  }

  /** Reads until something is seen, or the patience has passed; the last that was seen. */
  Optional<Seen> await(TrialClient client, long object, Predicate<Seen> wanted)
      throws InterruptedException {
    Outcome last =
        await(client, known.read(object), said -> seen(object, said).filter(wanted).isPresent());
    return seen(object, last);
  }

  /**
   * Makes a read-only call until it ends as wanted, or the patience has passed; the last outcome.
   */
  Outcome await(TrialClient client, Call call, Accepts wanted) throws InterruptedException {
    long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    while (true) {
      Outcome now = client.call(call);
      if (wanted.test(now) || System.nanoTime() > end) {
        return now;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  /** Makes a call that has to succeed before a check makes sense. */
  boolean succeeds(TrialClient client, Call call) throws InterruptedException {
    return client.call(call) instanceof Outcome.Ok;
  }
}
