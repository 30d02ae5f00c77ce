package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.Address;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;

/**
 * A session with one server, and what clients of all types need.
 *
 * <p>A ZooKeeper node answers reads from its own copy, which may lag behind, and {@code sync} only
 * asks a leader that may have been deposed without knowing it. A linearizable read therefore first
 * writes to a barrier node: that write is committed by a majority after the read was called, and
 * the session's later read of the same server sees a state at least as new.
 */
final class ZooKeeperSession implements AutoCloseable {
  private static final int SESSION_TIMEOUT_MILLIS = 6_000;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_500;
  private static final int CLOSE_TIMEOUT_MILLIS = 500;
  private static final int ANY_VERSION = -1;
  private static final String BARRIER = "/ordeal-barrier";

  private final ZooKeeper zookeeper;

  ZooKeeperSession(Address node) throws IOException, InterruptedException {
    zookeeper =
        connected(
            watcher -> new ZooKeeper(node.toString(), SESSION_TIMEOUT_MILLIS, watcher),
            CONNECT_TIMEOUT_MILLIS);
  }

  /** Opens a session that a watcher learns of. */
  interface Opening<Z extends ZooKeeper> {
    Z open(Watcher watcher) throws IOException;
  }

  /**
   * Opens a session and waits until there is one.
   *
   * @throws IOException if there is none in time
   */
  static <Z extends ZooKeeper> Z connected(Opening<Z> opening, int patienceMillis)
      throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    Z session =
        opening.open(
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(patienceMillis, TimeUnit.MILLISECONDS)) {
      session.close(CLOSE_TIMEOUT_MILLIS);
      throw new IOException("no session within " + patienceMillis + " ms");
    }
    return session;
  }

  ZooKeeper zookeeper() {
    return zookeeper;
  }

  /** After this, reads of this session see everything that was committed before it. */
  void barrier() throws IOException, InterruptedException {
    put(BARRIER, "");
  }

  /** Writes a node, made if it is not there. */
  void put(String path, String text) throws IOException, InterruptedException {
    try {
      try {
        zookeeper.setData(path, bytes(text), ANY_VERSION);
      } catch (KeeperException.NoNodeException absent) {
        if (!create(path, text)) {
          zookeeper.setData(path, bytes(text), ANY_VERSION);
        }
      }
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  /** Makes a node; false if it is there already. */
  boolean create(String path, String text) throws IOException, InterruptedException {
    try {
      zookeeper.create(path, bytes(text), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
      return true;
    } catch (KeeperException.NodeExistsException exists) {
      return false;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  /** Makes a numbered child and tells its number, which no other child of the parent ever has. */
  long createNumbered(String parent, String text) throws IOException, InterruptedException {
    try {
      String prefix = parent + "/n";
      String path;
      try {
        path = sequential(prefix, text);
      } catch (KeeperException.NoNodeException absent) {
        create(parent, "");
        path = sequential(prefix, text);
      }
      return Long.parseLong(path.substring(prefix.length()));
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  private String sequential(String prefix, String text)
      throws KeeperException, InterruptedException {
    return zookeeper.create(
        prefix, bytes(text), ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL);
  }

  /** Deletes a node; false if it is not there. */
  boolean delete(String path) throws IOException, InterruptedException {
    try {
      zookeeper.delete(path, ANY_VERSION);
      return true;
    } catch (KeeperException.NoNodeException absent) {
      return false;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  static IOException unknown(KeeperException failed) {
    return new IOException(name(failed), failed);
  }

  static String name(KeeperException failed) {
    return failed.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public void close() {
    try {
      zookeeper.close(CLOSE_TIMEOUT_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
