package dev.ordeal.harness.trial;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.workloads.register.RegisterClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The nodes of brittle with honest clients, but every second read of a register is stale for a
 * moment after the register has changed.
 */
final class StaleDatabase implements Database {
  private static final long STALE_NANOS = 300_000_000;

  private final Brittle brittle = new Brittle();
  private final Map<Long, Recent> registers = new ConcurrentHashMap<>();

  private static final class Recent {
    private OptionalLong before = OptionalLong.empty();
    private OptionalLong now = OptionalLong.empty();
    private long since = System.nanoTime() - STALE_NANOS;
    private int reads;

    synchronized OptionalLong read(OptionalLong value) {
      if (!value.equals(now)) {
        before = now;
        now = value;
        since = System.nanoTime();
      }
      boolean isStale = System.nanoTime() - since < STALE_NANOS && reads++ % 2 == 0;
      return isStale ? before : now;
    }
  }

  @Override
  public String name() {
    return "stale";
  }

  @Override
  public String description() {
    return "a store whose reads may be stale for a moment";
  }

  @Override
  public List<String> peerPorts() {
    return brittle.peerPorts();
  }

  @Override
  public String clientPort() {
    return brittle.clientPort();
  }

  @Override
  public List<String> launch(NodeView node) {
    return brittle.launch(node);
  }

  @Override
  public boolean isReady(Address client) {
    return brittle.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return brittle.isLeader(client);
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(RegisterClient.class);
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address node) throws Exception {
    RegisterClient client = (RegisterClient) brittle.client(contract, node).orElseThrow();
    return Optional.of(
        new RegisterClient() {
          @Override
          public OptionalLong read(long key) throws Exception {
            OptionalLong value = client.read(key);
            return registers.computeIfAbsent(key, k -> new Recent()).read(value);
          }

          @Override
          public void write(long key, long value) throws Exception {
            client.write(key, value);
          }

          @Override
          public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
            return client.compareAndSet(key, expected, replacement);
          }

          @Override
          public void close() {
            client.close();
          }
        });
  }
}
