package dev.ordeal.targets;

import dev.ordeal.targets.link.Links;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running cluster and what may be done to its nodes. Thread-safe.
 *
 * <p>Everything that starts or breaks something writes to the fault journal first.
 */
public interface Cluster extends AutoCloseable {
  /** Node names in order. */
  List<String> nodes();

  /**
   * What this environment can do, and for everything else why not and what would help.
   *
   * @return the reason by capability; an absent capability is there
   */
  Map<Capability, String> missing();

  /** The links between nodes. */
  Links links();

  /** The node that leads now, if any says so. */
  Optional<String> leader();

  /** A client of one node. */
  Optional<AutoCloseable> client(Class<?> contract, String node) throws Exception;

  void kill(String node) throws IOException;

  /** Asks a node to end by itself, waits, and kills it if it does not. */
  void stop(String node, Duration patience) throws IOException;

  /** Starts a node that is down; does nothing if it runs. */
  void start(String node) throws IOException, TargetException;

  void pause(String node) throws IOException;

  void resume(String node) throws IOException;

  /** Sets how far a node's clock is off, in milliseconds. */
  void setClock(String node, long offsetMillis) throws IOException;

  /** How to do {@link #resume} from another process. */
  dev.ordeal.results.run.Undo resumeUndo(String node);

  /** How to set a node's clock right from another process. */
  dev.ordeal.results.run.Undo clockUndo(String node);

  /** Waits until every node serves clients. */
  void awaitReady(Duration patience) throws TargetException;

  /** Ends every process and removes every proxy. */
  @Override
  void close();
}
