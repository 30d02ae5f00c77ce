package dev.ordeal.targets.postgresql;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.jdbc.JdbcClients;
import dev.ordeal.targets.jdbc.JdbcUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One PostgreSQL server, fetched from Maven Central, with clients that send SQL through JDBC.
 * Thread-safe.
 */
public final class PostgresqlDatabase implements Database {
  /** Unless another one is asked for. */
  private static final String VERSION = "18.6.0";

  private static final String DRIVER = "org.postgresql:postgresql:42.7.14";
  private static final String CLIENT = "client";
  private static final String START = "start.sh";

  private static final List<String> ISOLATIONS =
      List.of("read-committed", "repeatable-read", "serializable");

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "version", VERSION, "isolation", "serializable", "statements", "upsert", "fsync", "on");

  private final PostgresqlRelease release;
  private final String fsync;
  private final JdbcClients clients;

  /** With the options as they are by default. */
  public PostgresqlDatabase() {
    this(Map.of());
  }

  /**
   * Makes one.
   *
   * @param set options by name, see {@link #options}
   * @throws IllegalArgumentException if an option's value is wrong; the message begins with it
   */
  public PostgresqlDatabase(Map<String, String> set) {
    set.keySet().stream()
        .filter(option -> !DEFAULTS.containsKey(option))
        .findFirst()
        .ifPresent(
            option -> {
              throw new IllegalArgumentException(
                  option
                      + ": no such option; known: "
                      + String.join(", ", new TreeSet<>(DEFAULTS.keySet())));
            });
    Map<String, String> options = new HashMap<>(DEFAULTS);
    options.putAll(set);
    release = PostgresqlRelease.of(options.get("version"));
    fsync = oneOf("fsync", options, List.of("on", "off"));
    clients =
        JdbcClients.of(
            Map.of(
                "driver",
                DRIVER,
                "user",
                "postgres",
                "isolation",
                oneOf("isolation", options, ISOLATIONS),
                "statements",
                options.get("statements")));
  }

  private static String oneOf(String option, Map<String, String> options, List<String> values) {
    String value = options.get(option);
    if (!values.contains(value)) {
      throw new IllegalArgumentException(
          "%s=%s: one of %s expected".formatted(option, value, String.join(", ", values)));
    }
    return value;
  }

  @Override
  public String name() {
    return "postgresql";
  }

  @Override
  public String description() {
    return "a real PostgreSQL server, any version of Maven Central; process, netns";
  }

  @Override
  public List<String> options() {
    return List.of(
        "version=NUMBER  as Maven Central has it: 12.3.0 (default: " + VERSION + ")",
        "isolation=%s  of transactions (default: serializable)"
            .formatted(String.join("|", ISOLATIONS)),
        "statements=upsert|update|read-write|for-update  how a row is changed (default: upsert)",
        "fsync=on|off  whether commits reach the disk before they are answered (default: on)");
  }

  @Override
  public List<String> peerPorts() {
    return List.of();
  }

  @Override
  public String clientPort() {
    return CLIENT;
  }

  @Override
  public int defaultNodes() {
    return 1;
  }

  @Override
  public Set<Class<?>> contracts() {
    return JdbcClients.contracts();
  }

  @Override
  public Duration prepareTimeout() {
    return JdbcClients.LOAD_TIMEOUT;
  }

  /** Fetches server and driver. */
  @Override
  public void prepare(NodeView node) throws IOException {
    if (node.nodes().size() > 1) {
      throw new IOException("postgresql is one server, without replicas: leave --nodes out");
    }
    clients.load(url(node.own(CLIENT)));
    release.bring(node);
  }

  @Override
  public List<String> launch(NodeView node) throws IOException {
    Path script = node.folder().resolve(START);
    node.machine().write(script, script());
    Address own = node.own(CLIENT);
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(release.folder(node).toString(), node.data().toString()));
    command.addAll(List.of(own.host(), Integer.toString(own.port()), fsync));
    return command;
  }

  private static String script() throws IOException {
    try (InputStream script = PostgresqlDatabase.class.getResourceAsStream(START)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static JdbcUrl url(Address address) {
    return new JdbcUrl("jdbc:postgresql://" + address + "/postgres");
  }

  @Override
  public boolean isReady(Address client) {
    return notReady(client).isEmpty();
  }

  @Override
  public Optional<String> notReady(Address client) {
    return clients.notReady(url(client), true);
  }

  @Override
  public boolean isLeader(Address client) {
    return false;
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client)
      throws IOException, InterruptedException {
    return clients.client(contract, url(client));
  }
}
