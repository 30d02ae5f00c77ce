package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.bytes;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.name;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.util.OptionalLong;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Registers as nodes; compare-and-set by their versions. */
final class ZooKeeperRegisterClient implements RegisterClient {
  private final ZooKeeperSession session;
  private final boolean plainReads;

  /**
   * @param plainReads whether reads ask only the connected server, whose copy may be old
   */
  ZooKeeperRegisterClient(ZooKeeperSession session, boolean plainReads) {
    this.session = session;
    this.plainReads = plainReads;
  }

  @Override
  public OptionalLong read(long key) throws Exception {
    if (!plainReads) {
      session.barrier();
    }
    try {
      byte[] data = session.zookeeper().getData(path(key), false, null);
      return OptionalLong.of(Long.parseLong(text(data)));
    } catch (KeeperException.NoNodeException absent) {
      return OptionalLong.empty();
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  @Override
  public void write(long key, long value) throws Exception {
    session.put(path(key), Long.toString(value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
    Stat stat = new Stat();
    try {
      byte[] data = session.zookeeper().getData(path(key), false, stat);
      if (Long.parseLong(text(data)) != expected) {
        return false;
      }
    } catch (KeeperException.NoNodeException absent) {
      return false;
    } catch (KeeperException failed) {
      throw DefiniteFailure.clientLost(name(failed) + ": before anything was written");
    }
    try {
      byte[] data = bytes(Long.toString(replacement));
      session.zookeeper().setData(path(key), data, stat.getVersion());
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

  @Override
  public void close() {
    session.close();
  }
}
