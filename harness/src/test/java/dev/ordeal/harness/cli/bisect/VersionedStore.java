package dev.ordeal.harness.cli.bisect;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.brittle.Brittle;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A store in ten versions, of which some have a bug of brittle, and some cannot be started: {@code
 * version}, the bug's {@code bug}, {@code since} and {@code until}, and {@code missing}.
 */
public final class VersionedStore implements Database {
  private final Database brittle = new Brittle();
  private final Map<String, String> options;

  public VersionedStore(Map<String, String> options) {
    this.options = options;
    if (number("version", "1") < 1 || number("version", "1") > 10) {
      throw new IllegalArgumentException("version must be from 1 to 10");
    }
  }

  private int number(String name, String usual) {
    return Integer.parseInt(options.getOrDefault(name, usual));
  }

  @Override
  public String name() {
    return "versioned-store";
  }

  @Override
  public String description() {
    return "a store in ten versions";
  }

  @Override
  public List<String> options() {
    return List.of("version=1..10", "bug=NAME", "since=1..10", "until=1..10", "missing=1..10");
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    int version = number("version", "1");
    if (version == number("missing", "0")) {
      throw new IOException("there is no version " + version);
    }
    boolean hasBug = version >= number("since", "11") && version <= number("until", "10");
    return brittle.launch(
        new NodeView(
            node.name(),
            node.index(),
            node.nodes(),
            node.folder(),
            node.addresses(),
            hasBug ? List.of(options.get("bug")) : List.of(),
            node.machine(),
            node.changesMembers()));
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
  public boolean isReady(Address client) {
    return brittle.isReady(client);
  }

  @Override
  public boolean isLeader(Address client) {
    return brittle.isLeader(client);
  }

  @Override
  public Set<Class<?>> contracts() {
    return brittle.contracts();
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) throws Exception {
    return brittle.client(contract, client);
  }
}
