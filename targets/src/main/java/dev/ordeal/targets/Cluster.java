package dev.ordeal.targets;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A running cluster and what may be done to its nodes. Thread-safe.
 *
 * <p>Everything that starts or breaks something writes to the fault journal first.
 */
public interface Cluster extends AutoCloseable {
  /** The id of the run, which all that belongs to it bears. */
  String runId();

  /** Node names in order. */
  List<String> nodes();

  /**
   * What can be done to its nodes in some way; see {@link dev.ordeal.targets.ability}.
   *
   * @param type an interface of that package, or {@link dev.ordeal.targets.link.Links}
   * @throws IllegalStateException if it is {@link #missing}
   */
  <A> A ability(Class<A> type);

  /**
   * Why an ability is not there, and what would help.
   *
   * @return empty if it is there
   */
  Optional<String> missing(Class<?> ability);

  /** The node that leads now, if any says so. */
  Optional<String> leader();

  /**
   * The nodes that say now that they lead, in order; those that are down or paused are not asked.
   * Several may: one that was cut off does not know that another was elected.
   */
  List<String> leaders();

  /** A client of one node. */
  Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception;

  /**
   * Waits until a node ends by itself: all of its processes are gone, and it was neither killed nor
   * stopped since it was started. Each end is returned once; one caller a node at a time.
   *
   * @param patience how long to wait at most, roughly; zero to look once
   * @return how and when it ended, as far as the environment knows; empty if it has not
   * @throws IOException if its processes cannot be looked at
   */
  Optional<Ended> awaitEnd(String node, Duration patience) throws IOException, InterruptedException;

  /** The end of a node's log, the oldest line first; empty if it has none. */
  List<String> lastLogLines(String node, int count) throws IOException;

  /**
   * Waits until every node serves clients again after faults; does not wait for nodes whose
   * processes have ended.
   *
   * @param cancelled asked again and again; once it is true the waiting ends
   * @return by node that does not: why; empty if all do
   * @throws TargetException if that cannot be known, or the waiting was cancelled
   */
  Map<String, String> awaitRecovery(Duration patience, BooleanSupplier cancelled)
      throws TargetException;

  /** Waits until every node serves clients. */
  default void awaitReady(Duration patience) throws TargetException {
    awaitReady(patience, () -> false);
  }

  /**
   * Waits until every node serves clients.
   *
   * @param cancelled asked again and again; once it is true the waiting ends
   * @throws TargetException if a node does not, or the waiting was cancelled
   */
  void awaitReady(Duration patience, BooleanSupplier cancelled) throws TargetException;

  /**
   * Ends every process and removes every proxy.
   *
   * @throws LeftBehindException if something is left
   */
  @Override
  void close();
}
