package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.bytes;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.name;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;

/** Counters as nodes, changed by their versions. */
final class ZooKeeperCounterClient implements CounterClient {
  private static final int ATTEMPTS_MAX = 20;

  private final ZooKeeperSession session;

  ZooKeeperCounterClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  public void increase(long counter, long amount) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Stat stat = new Stat();
      long before;
      try {
        before = Long.parseLong(text(session.zookeeper().getData(path(counter), false, stat)));
      } catch (KeeperException.NoNodeException absent) {
        // Made by the first client, counting by all.
        session.create(path(counter), "0");
        continue;
      } catch (KeeperException failed) {
        throw DefiniteFailure.clientLost(name(failed) + ": before anything was written");
      }
      try {
        byte[] after = bytes(Long.toString(before + amount));
        session.zookeeper().setData(path(counter), after, stat.getVersion());
        return;
      } catch (KeeperException.BadVersionException overtaken) {
        // Read again.
      } catch (KeeperException failed) {
        throw unknown(failed);
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  @Override
  public long count(long counter) throws Exception {
    session.barrier();
    try {
      return Long.parseLong(text(session.zookeeper().getData(path(counter), false, null)));
    } catch (KeeperException.NoNodeException absent) {
      return 0;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  private static String path(long counter) {
    return "/counter-" + counter;
  }

  @Override
  public void close() {
    session.close();
  }
}
