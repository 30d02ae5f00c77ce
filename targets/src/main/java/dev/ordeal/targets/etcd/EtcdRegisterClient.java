package dev.ordeal.targets.etcd;

import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/** Registers as keys; a compare-and-set is one transaction. */
final class EtcdRegisterClient implements RegisterClient {
  private final EtcdSession session;
  private final boolean serializableReads;

  /**
   * @param serializableReads whether reads ask only the connected node, whose copy may be old
   */
  EtcdRegisterClient(EtcdSession session, boolean serializableReads) {
    this.session = session;
    this.serializableReads = serializableReads;
  }

  @Override
  public OptionalLong read(long key) throws IOException, InterruptedException {
    return session
        .get(name(key), serializableReads)
        .map(entry -> OptionalLong.of(Long.parseLong(entry.value())))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void write(long key, long value) throws IOException, InterruptedException {
    session.put(name(key), Long.toString(value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, InterruptedException {
    return session.change(
        List.of(EtcdSession.has(name(key), Long.toString(expected))),
        List.of(new EtcdSession.Change(name(key), Long.toString(replacement))));
  }

  private static String name(long key) {
    return "register/" + key;
  }

  @Override
  public void close() {
    session.close();
  }
}
