package dev.ordeal.targets.zookeeper;

import dev.ordeal.targets.Address;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.Stat;

/**
 * Registers as znodes.
 *
 * <p>A ZooKeeper node answers reads from its own copy, which may lag behind, and {@code sync} only
 * asks a leader that may have been deposed without knowing it. A linearizable read therefore first
 * writes to a barrier node: that write is committed by a majority after the read was called, and
 * the session's later read of the same server sees a state at least as new.
 */
final class ZooKeeperRegisterClient implements RegisterClient {
  private static final int SESSION_TIMEOUT_MILLIS = 6_000;
  private static final int CONNECT_TIMEOUT_MILLIS = 2_500;
  private static final int CLOSE_TIMEOUT_MILLIS = 500;
  private static final int ANY_VERSION = -1;
  private static final String BARRIER = "/ordeal-barrier";

  private final ZooKeeper zookeeper;
  private final boolean plainReads;

  ZooKeeperRegisterClient(Address node, boolean plainReads)
      throws IOException, InterruptedException {
    this.plainReads = plainReads;
    CountDownLatch connected = new CountDownLatch(1);
    zookeeper =
        new ZooKeeper(
            node.toString(),
            SESSION_TIMEOUT_MILLIS,
            event -> {
              if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
              }
            });
    if (!connected.await(CONNECT_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)) {
      close();
      throw new IOException("no session within " + CONNECT_TIMEOUT_MILLIS + " ms");
    }
  }

  @Override
  public OptionalLong read(long key) throws Exception {
    if (!plainReads) {
      put(BARRIER, "");
    }
    try {
      byte[] data = zookeeper.getData(path(key), false, null);
      return OptionalLong.of(Long.parseLong(text(data)));
    } catch (KeeperException.NoNodeException absent) {
      return OptionalLong.empty();
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  @Override
  public void write(long key, long value) throws Exception {
    put(path(key), Long.toString(value));
  }

  private void put(String path, String text) throws IOException, InterruptedException {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    try {
      try {
        zookeeper.setData(path, data, ANY_VERSION);
      } catch (KeeperException.NoNodeException absent) {
        try {
          zookeeper.create(path, data, ZooDefs.Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
        } catch (KeeperException.NodeExistsException raced) {
          zookeeper.setData(path, data, ANY_VERSION);
        }
      }
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
    Stat stat = new Stat();
    try {
      if (Long.parseLong(text(zookeeper.getData(path(key), false, stat))) != expected) {
        return false;
      }
    } catch (KeeperException.NoNodeException absent) {
      return false;
    } catch (KeeperException failed) {
      throw new DefiniteFailure(name(failed) + ": before anything was written");
    }
    try {
      byte[] data = Long.toString(replacement).getBytes(StandardCharsets.UTF_8);
      zookeeper.setData(path(key), data, stat.getVersion());
      return true;
    } catch (KeeperException.BadVersionException overtaken) {
      return false;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  private static String path(long key) {
    return "/register-" + key;
  }

  private static String text(byte[] data) {
    return new String(data, StandardCharsets.UTF_8);
  }

  private static IOException unknown(KeeperException failed) {
    return new IOException(name(failed), failed);
  }

  private static String name(KeeperException failed) {
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
