package dev.ordeal.targets.zookeeper;

import dev.ordeal.workloads.ids.IdClient;

/** Identifiers as the numbers of sequential nodes. */
final class ZooKeeperIdClient implements IdClient {
  private final ZooKeeperSession session;

  ZooKeeperIdClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  public long generate(long source) throws Exception {
    return session.createNumbered("/ids-" + source, "");
  }

  @Override
  public void close() {
    session.close();
  }
}
