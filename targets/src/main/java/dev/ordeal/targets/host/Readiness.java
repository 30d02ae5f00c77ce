package dev.ordeal.targets.host;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.foreign.Blame;
import dev.ordeal.targets.foreign.ForeignCodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Waits until nodes serve clients: at their start, and again after faults. */
public final class Readiness {
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long RECOVERY_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  /** Whether a node has processes. */
  public interface Living {
    boolean is(String node) throws IOException;
  }

  private final Database database;
  private final Map<String, Address> addresses;
  private final Living living;
  private final UnaryOperator<String> lastLines;

  /**
   * Waits for the nodes of one cluster.
   *
   * @param addresses where each node serves clients, in the order in which they are asked
   * @param lastLines the end of a node's log
   */
  public Readiness(
      Database database,
      Map<String, Address> addresses,
      Living living,
      UnaryOperator<String> lastLines) {
    this.database = database;
    this.addresses = addresses;
    this.living = living;
    this.lastLines = lastLines;
  }

  /** See {@code Cluster.awaitReady}. */
  public void awaitStart(Duration patience, BooleanSupplier cancelled) throws TargetException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (String name : addresses.keySet()) {
      String problem = notReady(name);
      while (problem != null) {
        requireAlive(name);
        if (cancelled.getAsBoolean()) {
          throw new TargetException("Interrupted while waiting for node " + name);
        }
        if (System.nanoTime() > deadline) {
          throw new TargetException(
              "Node %s of %s does not serve clients after %d s.%s%s"
                  .formatted(
                      name,
                      database.name(),
                      patience.toSeconds(),
                      problem.isEmpty() ? "" : " " + problem + ".",
                      lastWords(name)));
        }
        LockSupport.parkNanos(POLL_NANOS);
        problem = notReady(name);
      }
    }
  }

  private void requireAlive(String name) throws TargetException {
    if (!lives(name)) {
      throw new TargetException(
          "Node %s of %s ended while starting.%s"
              .formatted(name, database.name(), lastWords(name)));
    }
  }

  private String lastWords(String name) {
    String lines = lastLines.apply(name);
    return lines.isBlank() ? "" : " Last log lines:%n%s".formatted(lines);
  }

  /** See {@code Cluster.awaitRecovery}. */
  public Map<String, String> awaitRecovery(Duration patience, BooleanSupplier cancelled)
      throws TargetException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Map<String, String> notReady = new LinkedHashMap<>();
      boolean isWorthWaiting = false;
      for (String node : addresses.keySet()) {
        String problem = notReady(node);
        if (problem != null) {
          boolean lives = lives(node);
          isWorthWaiting |= lives;
          String what = problem.isEmpty() ? "isReady is false" : problem;
          notReady.put(node, lives ? what : "its processes have ended");
        }
      }
      if (cancelled.getAsBoolean()) {
        throw new TargetException("Interrupted while waiting for the nodes to recover");
      }
      if (notReady.isEmpty() || !isWorthWaiting || System.nanoTime() > deadline) {
        return notReady;
      }
      LockSupport.parkNanos(RECOVERY_POLL_NANOS);
    }
  }

  private boolean lives(String node) throws TargetException {
    try {
      return living.is(node);
    } catch (IOException lost) {
      throw new TargetException("Node " + node + ": " + lost.getMessage(), lost);
    }
  }

  /** Null if a node serves clients; else the reason that is known, empty if none is. */
  private String notReady(String name) throws TargetException {
    try {
      return database.notReady(addresses.get(name)).orElse(null);
    } catch (UncheckedIOException failed) {
      if (failed.getCause() instanceof ForeignCodeException) {
        throw new TargetException("Node " + name + ": " + failed.getCause().getMessage(), failed);
      }
      return "isReady threw " + Blame.shown(failed);
    } catch (RuntimeException failed) {
      return "isReady threw " + Blame.shown(failed);
    }
  }
}
