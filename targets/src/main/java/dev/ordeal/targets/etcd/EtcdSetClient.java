package dev.ordeal.targets.etcd;

import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;

/** Sets as keys, one for each element. */
final class EtcdSetClient implements SetClient {
  private final EtcdSession session;

  EtcdSetClient(EtcdSession session) {
    this.session = session;
  }

  @Override
  public void add(long set, long element) throws IOException, InterruptedException {
    session.put(name(set, element), "");
  }

  @Override
  public void remove(long set, long element) throws IOException, InterruptedException {
    session.delete(name(set, element));
  }

  @Override
  public boolean contains(long set, long element) throws IOException, InterruptedException {
    return session.get(name(set, element), false).isPresent();
  }

  private static String name(long set, long element) {
    return "set/%d/%d".formatted(set, element);
  }

  @Override
  public void close() {
    session.close();
  }
}
