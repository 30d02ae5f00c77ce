package dev.ordeal.targets.yaml;

import dev.ordeal.results.registry.Defined;
import dev.ordeal.results.registry.NearestName;
import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientPrograms;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.Program;
import dev.ordeal.targets.calls.Contract;
import dev.ordeal.targets.jdbc.JdbcClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** A database that a YAML file describes. Thread-safe. */
final class YamlDatabase implements Database, Defined {
  /** What a node prints, in its folder, in the environments of this machine. */
  private static final String LOG = "node.log";

  private final TargetFile target;
  private final Map<String, String> options;

  /** Of each name that may stand everywhere. */
  private final Map<String, String> values;

  /** By the client port of a node, which is all that is known of it when it is asked. */
  private final Map<Address, Started> started = new ConcurrentHashMap<>();

  YamlDatabase(TargetFile target, Map<String, String> set) {
    this.target = target;
    this.options = new LinkedHashMap<>();
    target.options().forEach((name, option) -> options.put(name, option.value()));
    set.forEach(this::set);
    this.values = Names.everywhere(target.file(), options);
    kinds().forEach(kind -> kind.check(values));
  }

  private void set(String name, String value) {
    TargetOption option = target.options().get(name);
    if (option == null) {
      String advice =
          NearestName.of(name, target.options().keySet())
              .map("did you mean %s?"::formatted)
              .orElse("it knows " + String.join(", ", target.options().keySet()));
      throw new IllegalArgumentException(
          "%s: target %s has no such option; %s"
              .formatted(name, target.name(), target.options().isEmpty() ? "it has none" : advice));
    }
    if (!option.allows(value)) {
      throw new IllegalArgumentException(
          "%s=%s: one of %s expected".formatted(name, value, String.join(", ", option.allowed())));
    }
    options.put(name, value);
  }

  @Override
  public Path file() {
    return target.file();
  }

  @Override
  public YamlDatabase set(Map<String, String> set) {
    return new YamlDatabase(target, set);
  }

  @Override
  public String name() {
    return target.name();
  }

  @Override
  public String description() {
    return target.description();
  }

  @Override
  public List<String> peerPorts() {
    return target.peerPorts();
  }

  @Override
  public String clientPort() {
    return target.clientPort();
  }

  @Override
  public List<String> options() {
    return target.options().values().stream().map(TargetOption::shown).toList();
  }

  @Override
  public int defaultNodes() {
    return target.nodes();
  }

  @Override
  public List<Program> programs() {
    return target.programs();
  }

  @Override
  public boolean canBeBehindProxies() {
    return target.behindProxies();
  }

  @Override
  public boolean asksLibraryForTime() {
    return target.libraryTime();
  }

  @Override
  public List<String> logPatterns() {
    return target.logPatterns();
  }

  @Override
  public Set<Class<?>> contracts() {
    return target.clients().keySet().stream().map(Contract::type).collect(Collectors.toSet());
  }

  @Override
  public Duration prepareTimeout() {
    return kinds().stream().anyMatch(JdbcKind.class::isInstance)
        ? JdbcClients.LOAD_TIMEOUT
        : Database.super.prepareTimeout();
  }

  @Override
  public void prepare(NodeView node) throws IOException {
    target.startup().prepare(node);
    for (ClientKind kind : kinds()) {
      kind.prepare(Names.ofClient(node.own(target.clientPort()), values));
    }
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Path log = node.folder().resolve(LOG);
    boolean isHere = node.machine().isLocal() && Files.isDirectory(node.folder());
    if (!isHere && target.ready() instanceof LogCheck) {
      throw new IOException(
          "%s: 'ready' looks into the log of %s, which is not on this machine; take http, tcp or"
                  .formatted(target.file(), node.name())
              + " command");
    }
    started.put(
        node.own(target.clientPort()),
        new Started(log, isHere && Files.exists(log) ? Files.size(log) : 0));
    return target
        .startup()
        .launch(node, target.names().ofNode(node, target.startup().lists(), values));
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  @Override
  public Optional<String> notReady(Address client) {
    String problem = problem(target.ready(), client);
    if (!problem.isEmpty()) {
      return Optional.of(problem);
    }
    return kinds().stream()
        .flatMap(kind -> kind.notReady(Names.ofClient(client, values)).stream())
        .findFirst();
  }

  private Set<ClientKind> kinds() {
    return new LinkedHashSet<>(target.clients().values());
  }

  @Override
  public boolean isLeader(Address client) {
    return target.leader().filter(check -> problem(check, client).isEmpty()).isPresent();
  }

  private String problem(Check check, Address client) {
    return check.problem(client, started.get(client), Names.ofClient(client, values));
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client)
      throws IOException, InterruptedException {
    return client(contract, new ClientView("", client, ClientPrograms.NONE));
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, ClientView client)
      throws IOException, InterruptedException {
    Optional<Contract> asked = Contract.of(contract).filter(target.clients()::containsKey);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Address address = client.address();
    if (target.ready().isOfConnections()) {
      // Before a client takes calls whose outcomes would not be known.
      String problem = problem(target.ready(), address);
      if (!problem.isEmpty()) {
        throw new IOException(problem);
      }
    }
    ClientKind kind = target.clients().get(asked.get());
    return Optional.of(kind.open(asked.get(), client, Names.ofClient(address, values), options));
  }
}
