package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.workloads.set.SetClient;
import org.apache.zookeeper.KeeperException;

/** Sets as nodes, one for each element. */
final class ZooKeeperSetClient implements SetClient {
  private final ZooKeeperSession session;

  ZooKeeperSetClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  public void add(long set, long element) throws Exception {
    session.create(path(set, element), "");
  }

  @Override
  public void remove(long set, long element) throws Exception {
    session.delete(path(set, element));
  }

  @Override
  public boolean contains(long set, long element) throws Exception {
    session.barrier();
    try {
      return session.zookeeper().exists(path(set, element), false) != null;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  private static String path(long set, long element) {
    return "/set-%d-%d".formatted(set, element);
  }

  @Override
  public void close() {
    session.close();
  }
}
