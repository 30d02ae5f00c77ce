package dev.ordeal.harness.trial;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.brittle.Brittle;
import dev.ordeal.workloads.register.RegisterClient;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The nodes of brittle, without bugs, used by clients that tell one lie. */
final class LyingDatabase implements Database {
  private final Brittle brittle = new Brittle();
  private volatile Lie lie;
  private Address first;

  LyingDatabase(Lie lie) {
    this.lie = lie;
  }

  /** Lets all clients that are opened from now on tell another lie. */
  void tell(Lie other) {
    lie = other;
    first = null;
  }

  @Override
  public String name() {
    return "lying";
  }

  @Override
  public String description() {
    return "a store whose clients lie: " + lie;
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
    return lie == Lie.ALWAYS_READY || brittle.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return lie == Lie.EVERY_NODE_LEADS || brittle.isLeader(client);
  }

  @Override
  public Set<Class<?>> contracts() {
    return Set.of(RegisterClient.class);
  }

  @Override
  public synchronized Optional<AutoCloseable> client(Class<?> contract, Address node)
      throws Exception {
    first = first == null ? node : first;
    Address used = lie == Lie.OTHER_NODE ? first : node;
    LyingClient.Opens opens = () -> (RegisterClient) brittle.client(contract, used).orElseThrow();
    return Optional.of(new LyingClient(lie, opens));
  }
}
