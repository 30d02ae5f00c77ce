package dev.ordeal.targets.etcd;

import dev.ordeal.workloads.ids.IdClient;
import java.io.IOException;

/** Identifiers as the revisions of writes. */
final class EtcdIdClient implements IdClient {
  private final EtcdSession session;

  EtcdIdClient(EtcdSession session) {
    this.session = session;
  }

  @Override
  public long generate(long source) throws IOException, InterruptedException {
    return session.put("ids/" + source, "");
  }

  @Override
  public void close() {
    session.close();
  }
}
