package dev.ordeal.targets.jdbc;

import dev.ordeal.results.run.Redaction;
import dev.ordeal.targets.OptionNames;
import dev.ordeal.workloads.bank.BankClient;
import dev.ordeal.workloads.counter.CounterClient;
import dev.ordeal.workloads.ids.IdClient;
import dev.ordeal.workloads.register.RegisterClient;
import dev.ordeal.workloads.set.SetClient;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Makes clients of databases that have a JDBC driver. Thread-safe. */
public final class JdbcClients {
  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          RegisterClient.class,
          at -> new SqlRegisters(at.session, at.numbers(at.tables.registers())),
          CounterClient.class,
          at -> new SqlCounters(at.session, at.numbers(at.tables.counters())),
          IdClient.class,
          at -> new SqlIds(at.session, at.numbers(at.tables.counters())),
          SetClient.class,
          at -> new SqlSets(at.session, at.tables.elements()),
          BankClient.class,
          at -> new SqlBank(at.session, at.numbers(at.tables.accounts())),
          TransactionClient.class,
          at ->
              new SqlTransactions(
                  at.session,
                  at.numbers(at.tables.registers()),
                  new Rows(at.session, at.shape, at.tables.lists(), true),
                  at.tables.elements()));

  /** How long fetching a driver may take. */
  public static final Duration LOAD_TIMEOUT = Duration.ofMinutes(4);

  private static final int READY_MILLIS = 4_000;

  private final JdbcSettings settings;
  private Driver driver;

  private interface Kind {
    AutoCloseable client(At at);
  }

  /** What a client is made of. */
  private record At(SqlSession session, Shape shape, Tables tables) {
    Rows numbers(String table) {
      return new Rows(session, shape, table, false);
    }
  }

  private JdbcClients(JdbcSettings settings) {
    this.settings = settings;
  }

  /**
   * Makes them from options; {@link #options} lists those that there are.
   *
   * @throws IllegalArgumentException if there is no such option, or a value is wrong; the message
   *     begins with the option
   */
  public static JdbcClients of(Map<String, String> options) {
    return new JdbcClients(JdbcSettings.of(options));
  }

  /** The options, each as {@code NAME=VALUE} and a description. */
  public static List<String> options() {
    return JdbcSettings.OPTIONS;
  }

  /** The names of the options. */
  public static Set<String> optionNames() {
    return JdbcSettings.names();
  }

  /** The contracts that they fulfil. */
  public static Set<Class<?>> contracts() {
    return KINDS.keySet();
  }

  /**
   * Refuses a URL by which the driver would repeat calls in secret, or count rows in another way.
   *
   * @throws IllegalArgumentException if it does; the message begins with {@code url}
   */
  public static void requireHonest(JdbcUrl url) {
    url.severalServers()
        .map("'%s' lets the driver choose the node"::formatted)
        .or(() -> Dialect.misleading(url.text()))
        .ifPresent(
            what -> {
              throw new IllegalArgumentException("url: %s; leave it out".formatted(what));
            });
  }

  private Dialect dialect(JdbcUrl url) {
    return settings.dialect().orElseGet(() -> Dialect.of(url.text()));
  }

  /**
   * Finds the driver, and fetches it if need be; later calls return at once.
   *
   * @throws IOException if there is none; the message says what to do
   */
  public synchronized void load(JdbcUrl url) throws IOException {
    if (driver == null) {
      driver = Drivers.find(settings.driver(), url);
    }
  }

  private synchronized Driver driver(JdbcUrl url) throws IOException {
    load(url);
    return driver;
  }

  /** The same, but with tables of their own: those of one run. */
  synchronized JdbcClients withTablesOf(long run) {
    JdbcClients clients =
        new JdbcClients(settings.withTables(TableRegistry.prefix(settings.tables(), run)));
    clients.driver = driver;
    return clients;
  }

  /**
   * Enters a run into the list of those whose tables are in a database; drops the tables of those
   * that began long ago.
   *
   * @throws SQLException also if another run does the same just now; then it is worth trying again
   */
  void enter(JdbcUrl url, long run) throws SQLException, IOException, InterruptedException {
    try (Connection connection = quickly(connect(url))) {
      new TableRegistry(settings.tables(), dialect(url))
          .enter(connection, run, Instant.now().getEpochSecond());
    }
  }

  /**
   * Whether a node serves clients.
   *
   * @param creates whether tables that are not there are created; else they are awaited
   * @return empty if it does, else why not
   */
  public Optional<String> notReady(JdbcUrl url, boolean creates) {
    return problem(
        () -> {
          try (Connection connection = quickly(connect(url))) {
            Tables tables = new Tables(settings.tables(), dialect(url));
            if (creates) {
              tables.create(connection);
              return tables.miscounts(connection);
            }
            return tables.missing(connection);
          }
        });
  }

  /** Bounds how long each answer is awaited, with a driver that can: a node may be paused. */
  private static Connection quickly(Connection connection) throws SQLException {
    try {
      connection.setNetworkTimeout(Runnable::run, READY_MILLIS);
    } catch (SQLFeatureNotSupportedException | AbstractMethodError cannot) {
      // Then the caller's time limit is the only one.
    }
    return connection;
  }

  /** Something that finds out what is wrong. */
  interface Look {
    Optional<String> problem() throws SQLException, IOException, InterruptedException;
  }

  /** What is wrong, or why that could not be found out. */
  static Optional<String> problem(Look look) {
    try {
      return look.problem();
    } catch (SQLException refused) {
      return Optional.of(Redaction.text(SqlSession.text(refused)));
    } catch (IOException problem) {
      return Optional.of(Redaction.text(String.valueOf(problem.getMessage())));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /**
   * Opens a client with a connection of its own.
   *
   * @return empty if it is no contract that these clients fulfil
   * @throws IOException if the database does not accept a connection, or has no such isolation
   *     level
   */
  public Optional<AutoCloseable> client(Class<?> contract, JdbcUrl url)
      throws IOException, InterruptedException {
    Kind kind = KINDS.get(contract);
    if (kind == null) {
      return Optional.empty();
    }
    Dialect dialect = dialect(url);
    SqlSession session = null;
    try {
      Connection connection = connect(url);
      session = new SqlSession(connection, dialect);
      isolate(connection, dialect);
    } catch (SQLException refused) {
      if (session != null) {
        session.close();
      }
      throw new IOException(Redaction.text(SqlSession.text(refused)), refused);
    } catch (IOException wrong) {
      if (session != null) {
        session.close();
      }
      throw wrong;
    }
    return Optional.of(
        kind.client(new At(session, settings.shape(), new Tables(settings.tables(), dialect))));
  }

  private Connection connect(JdbcUrl url) throws SQLException, IOException, InterruptedException {
    Properties properties = new Properties();
    if (!settings.user().isEmpty()) {
      properties.setProperty("user", settings.user());
    }
    if (!settings.password().isEmpty()) {
      properties.setProperty("password", settings.password());
    }
    return Opening.open(driver(url), url.text(), properties);
  }

  /** Sets the isolation level, and looks whether the database has it now. */
  private void isolate(Connection connection, Dialect dialect) throws SQLException, IOException {
    Isolation asked = settings.isolation();
    if (asked == Isolation.DEFAULT) {
      return;
    }
    int level = dialect.jdbcLevel(asked);
    if (level < 0) {
      throw new IOException(
          "isolation=%s: dialect %s has no such level"
              .formatted(OptionNames.of(asked), OptionNames.of(dialect)));
    }
    connection.setTransactionIsolation(level);
    if (connection.getTransactionIsolation() != level) {
      throw new IOException(
          "isolation=%s: the database says that it is another (%d of JDBC)"
              .formatted(OptionNames.of(asked), connection.getTransactionIsolation()));
    }
  }
}
