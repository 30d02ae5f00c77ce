package com.example;

import dev.ordeal.junit.Ordeal;
import dev.ordeal.junit.OrdealTest;
import dev.ordeal.workloads.register.RegisterClient;
import java.time.Duration;
import java.util.OptionalLong;

/** The store in this program; {@code -Dstore=cached} shows how the test fails. */
class StoreTest {
  private final Store store = new Store(System.getProperty("store", "").equals("cached"));

  @OrdealTest(seeds = {1, 2})
  void isLinearizable() {
    Ordeal.inProcess(RegisterClient.class, () -> new Client(store.session()))
        .time(Duration.ofSeconds(2))
        .run()
        .assertValid();
  }

  private record Client(Store.Session session) implements RegisterClient {
    @Override
    public OptionalLong read(long key) {
      Long value = session.get(key);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void write(long key, long value) {
      session.put(key, value);
    }

    @Override
    public boolean compareAndSet(long key, long expected, long replacement) {
      return session.replace(key, expected, replacement);
    }

    @Override
    public void close() {}
  }
}
