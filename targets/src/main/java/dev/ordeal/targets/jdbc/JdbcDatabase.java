package dev.ordeal.targets.jdbc;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.ClientView;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A database that runs already and has a JDBC driver. Its nodes are neither started nor broken.
 * Thread-safe.
 */
public final class JdbcDatabase implements Database {
  private static final String URL = "url";

  private final List<JdbcUrl> urls;
  private final JdbcClients clients;

  /** Of the run. */
  private JdbcClients withTables;

  private long run;
  private boolean isEntered;
  private boolean areTablesMade;

  /** Without a database, to be listed. */
  public JdbcDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param options {@code url}, one a node, and those of {@link JdbcClients}
   * @throws IllegalArgumentException if a value is wrong; the message begins with the option
   */
  public JdbcDatabase(Map<String, String> options) {
    Map<String, String> ofClients = new LinkedHashMap<>(options);
    String text = ofClients.remove(URL);
    clients = JdbcClients.of(ofClients);
    urls =
        text == null
            ? List.of()
            : Arrays.stream(text.strip().split("[,\\s]+(?=jdbc:)")).map(JdbcUrl::new).toList();
    urls.forEach(JdbcClients::requireHonest);
  }

  @Override
  public String name() {
    return "jdbc";
  }

  @Override
  public String description() {
    return "any SQL database with a JDBC driver that runs already; --set url=jdbc:…";
  }

  @Override
  public List<String> options() {
    List<String> options =
        new ArrayList<>(List.of("url=jdbc:…  of the database; several, one a node, with commas"));
    options.addAll(JdbcClients.options());
    return options;
  }

  @Override
  public List<String> peerPorts() {
    return List.of();
  }

  @Override
  public String clientPort() {
    return "client";
  }

  @Override
  public int defaultNodes() {
    return Math.max(1, urls.size());
  }

  /**
   * The addresses of the URLs; one without a host where a URL names no server.
   *
   * @throws IllegalArgumentException if there is no URL
   */
  @Override
  public List<Address> running() {
    if (urls.isEmpty()) {
      throw new IllegalArgumentException(
          "url=jdbc:…: it says which database to test: jdbc:postgresql://HOST:PORT/NAME; several,"
              + " one a node, with commas");
    }
    List<Address> addresses = new ArrayList<>();
    for (int i = 0; i < urls.size(); i++) {
      addresses.add(urls.get(i).address().orElse(new Address("", i)));
    }
    return addresses;
  }

  @Override
  public Set<Class<?>> contracts() {
    return JdbcClients.contracts();
  }

  @Override
  public Duration prepareTimeout() {
    return JdbcClients.LOAD_TIMEOUT;
  }

  /**
   * Fetches the driver. A run begins with the first node; its tables are not those of any other.
   */
  @Override
  public synchronized void prepare(NodeView node) throws IOException {
    clients.load(urls.get(node.index()));
    if (node.index() == 0) {
      run = UUID.randomUUID().getMostSignificantBits() >>> Integer.SIZE;
      isEntered = false;
      areTablesMade = false;
      withTables = clients.withTablesOf(run);
    }
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    throw new IOException("jdbc starts no nodes");
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  @Override
  public synchronized Optional<String> notReady(Address client) {
    JdbcUrl url = url(client);
    Optional<String> problem =
        isEntered
            ? Optional.empty()
            : JdbcClients.problem(
                () -> {
                  clients.enter(url, run);
                  return Optional.empty();
                });
    if (problem.isPresent()) {
      return problem;
    }
    isEntered = true;
    // Made once: empty ones in place of those that somebody dropped would seem to have lost all.
    problem = withTables().notReady(url, !areTablesMade);
    areTablesMade |= problem.isEmpty();
    return problem;
  }

  private synchronized JdbcClients withTables() {
    if (withTables == null) {
      throw new IllegalStateException("prepare comes first");
    }
    return withTables;
  }

  /** Of an address that no node has, the URL of the first node with that address in it. */
  private JdbcUrl url(Address address) {
    int node = running().indexOf(address);
    return node >= 0 ? urls.get(node) : urls.getFirst().at(address);
  }

  @Override
  public boolean isLeader(Address client) {
    return false;
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client)
      throws IOException, InterruptedException {
    return withTables().client(contract, url(client));
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, ClientView client)
      throws IOException, InterruptedException {
    int index = Integer.parseInt(client.node().substring(1)) - 1;
    return withTables().client(contract, urls.get(index).at(client.address()));
  }
}
