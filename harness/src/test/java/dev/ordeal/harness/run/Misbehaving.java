package dev.ordeal.harness.run;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Bug;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Membership;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A database whose method that {@code --set mode=METHOD:KIND} names throws, blocks, spins or ends
 * the JVM. Its registers are a map in this JVM, its nodes are {@code sleep}.
 */
public final class Misbehaving implements Database {
  /** What a method can do. */
  public static final List<String> KINDS = List.of("exception", "error", "block", "spin", "exit");

  /** The methods that can do it; the last three are the client's. */
  public static final List<String> METHODS =
      List.of(
          "constructor",
          "name",
          "description",
          "peerPorts",
          "clientPort",
          "bugs",
          "options",
          "defaultNodes",
          "programs",
          "canBeBehindProxies",
          "tellsAddresses",
          "clientsFollowLeader",
          "asksLibraryForTime",
          "prepare",
          "launch",
          "isReady",
          "isLeader",
          "client",
          "membership",
          "clockFile",
          "read",
          "write",
          "close");

  /** Those that only describe the database; they are asked once, before anything is started. */
  public static final List<String> DESCRIBING =
      List.of(
          "name",
          "description",
          "peerPorts",
          "clientPort",
          "bugs",
          "options",
          "defaultNodes",
          "programs",
          "canBeBehindProxies",
          "tellsAddresses",
          "clientsFollowLeader",
          "asksLibraryForTime",
          "membership");

  /** How long each node's process would live; by it a test finds those that are left. */
  static final String SLEEP = "987654";

  private static volatile long sink;

  private final String mode;
  private final Map<Long, Long> registers = new ConcurrentHashMap<>();

  public Misbehaving(Map<String, String> options) {
    mode = options.getOrDefault("mode", "none");
    at("constructor");
  }

  private void at(String method) {
    if (!mode.startsWith(method + ":")) {
      return;
    }
    switch (mode.substring(method.length() + 1)) {
      case "exception" -> throw new IllegalStateException("misbehaving in " + method);
      case "error" -> throw new NoClassDefFoundError("com/example/Driver");
      case "block" -> block();
      case "spin" -> spin();
      case "exit" -> System.exit(0);
      default -> throw new IllegalArgumentException("unknown mode " + mode);
    }
  }

  private static void block() {
    while (true) {
      try {
        Thread.sleep(100_000);
      } catch (InterruptedException ignored) {
        // A driver that swallows interrupts.
      }
    }
  }

  private static void spin() {
    while (sink >= 0) {
      sink = 1;
    }
  }

  @Override
  public String name() {
    at("name");
    return "misbehaving";
  }

  @Override
  public String description() {
    at("description");
    return "does not keep its contract";
  }

  @Override
  public List<String> peerPorts() {
    at("peerPorts");
    return List.of("peer");
  }

  @Override
  public String clientPort() {
    at("clientPort");
    return "client";
  }

  @Override
  public List<Bug> bugs() {
    at("bugs");
    return List.of();
  }

  @Override
  public List<String> options() {
    at("options");
    return List.of("mode=METHOD:KIND");
  }

  @Override
  public int defaultNodes() {
    at("defaultNodes");
    return 3;
  }

  @Override
  public List<Program> programs() {
    at("programs");
    return List.of();
  }

  @Override
  public boolean canBeBehindProxies() {
    at("canBeBehindProxies");
    return true;
  }

  @Override
  public boolean tellsAddresses() {
    at("tellsAddresses");
    return false;
  }

  @Override
  public boolean clientsFollowLeader() {
    at("clientsFollowLeader");
    return false;
  }

  @Override
  public boolean asksLibraryForTime() {
    at("asksLibraryForTime");
    return true;
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    at("prepare");
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    at("launch");
    return List.of("sleep", SLEEP);
  }

  @Override
  public boolean isReady(Address client) {
    at("isReady");
    return true;
  }

  @Override
  public boolean isLeader(Address client) {
    at("isLeader");
    return false;
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) {
    at("client");
    return Optional.of(new Registers());
  }

  @Override
  public Optional<Membership> membership() {
    at("membership");
    return Optional.empty();
  }

  @Override
  public Optional<Path> clockFile(Path nodeFolder) {
    at("clockFile");
    return Optional.empty();
  }

  private final class Registers implements RegisterClient {
    @Override
    public OptionalLong read(long key) {
      at("read");
      Long value = registers.get(key);
      return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override
    public void write(long key, long value) {
      at("write");
      registers.put(key, value);
    }

    @Override
    public boolean compareAndSet(long key, long expected, long replacement) {
      return registers.replace(key, expected, replacement);
    }

    @Override
    public void close() {
      at("close");
    }
  }
}
