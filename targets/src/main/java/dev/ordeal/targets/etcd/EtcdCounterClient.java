package dev.ordeal.targets.etcd;

import dev.ordeal.targets.etcd.EtcdSession.Change;
import dev.ordeal.targets.etcd.EtcdSession.Entry;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Counters as keys, changed by the revisions of their last changes. */
final class EtcdCounterClient implements CounterClient {
  private static final int ATTEMPTS_MAX = 20;

  private final EtcdSession session;

  EtcdCounterClient(EtcdSession session) {
    this.session = session;
  }

  @Override
  public void increase(long counter, long amount)
      throws IOException, InterruptedException, DefiniteFailure {
    String key = name(counter);
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Optional<Entry> before = read(key);
      long count = before.map(entry -> Long.parseLong(entry.value())).orElse(0L);
      long revision = before.map(Entry::revision).orElse(0L);
      if (session.change(
          List.of(EtcdSession.isUnchanged(key, revision)),
          List.of(new Change(key, Long.toString(count + amount))))) {
        return;
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  private Optional<Entry> read(String key) throws InterruptedException, DefiniteFailure {
    try {
      return session.get(key, false);
    } catch (IOException failed) {
      throw DefiniteFailure.clientLost("nothing-written: " + failed);
    }
  }

  @Override
  public long count(long counter) throws IOException, InterruptedException {
    return session.get(name(counter), false).map(e -> Long.parseLong(e.value())).orElse(0L);
  }

  private static String name(long counter) {
    return "counter/" + counter;
  }

  @Override
  public void close() {
    session.close();
  }
}
