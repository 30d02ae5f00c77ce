package dev.ordeal.targets.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.host.LocalMachine;
import dev.ordeal.workloads.register.RegisterClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Runs on one database that runs already, with the same options. */
class TablesOfRunsTest {
  private final String url = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";

  private JdbcDatabase run() throws Exception {
    JdbcDatabase database = new JdbcDatabase(Map.of("url", url));
    begin(database);
    return database;
  }

  private static void begin(JdbcDatabase database) throws Exception {
    database.prepare(
        new NodeView(
            "n1",
            0,
            List.of("n1"),
            Path.of("n1"),
            (node, port) -> new Address("", 0),
            List.of(),
            new LocalMachine(),
            false));
    assertThat(database.notReady(database.running().getFirst())).isEmpty();
  }

  private static RegisterClient client(JdbcDatabase database) throws Exception {
    return (RegisterClient)
        database.client(RegisterClient.class, database.running().getFirst()).orElseThrow();
  }

  @Test
  void runsAtTheSameTimeDoNotSeeEachOther() throws Exception {
    JdbcDatabase first = run();
    try (RegisterClient one = client(first)) {
      one.write(1, 7);
      JdbcDatabase second = run();
      try (RegisterClient other = client(second)) {
        assertThat(other.read(1)).isEmpty();
        other.write(1, 8);
      }
      assertThat(one.read(1)).isEqualTo(OptionalLong.of(7));
      assertThat(first.notReady(first.running().getFirst())).isEmpty();
    }
  }

  @Test
  void aDatabaseThatIsTestedAgainBeginsWithEmptyTables() throws Exception {
    JdbcDatabase database = run();
    try (RegisterClient client = client(database)) {
      client.write(1, 7);
    }
    begin(database);
    try (RegisterClient client = client(database)) {
      assertThat(client.read(1)).isEmpty();
    }
  }

  @Test
  void tablesOfEarlierRunsStayForADay() throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      TableRegistry registry = new TableRegistry("ordeal_", Dialect.H2);
      long now = Instant.now().getEpochSecond();
      List<Tables> runs =
          List.of(
              new Tables(TableRegistry.prefix("ordeal_", 1), Dialect.H2),
              new Tables(TableRegistry.prefix("ordeal_", 2), Dialect.H2));
      registry.enter(connection, 1, now - Duration.ofHours(25).toSeconds());
      registry.enter(connection, 2, now - Duration.ofHours(23).toSeconds());
      for (Tables tables : runs) {
        tables.create(connection);
      }
      JdbcDatabase third = run();
      assertThat(Tables.isThere(connection, runs.get(0).registers())).isFalse();
      assertThat(Tables.isThere(connection, runs.get(1).registers())).isTrue();
      // Entered again, as after an answer that was lost.
      registry.enter(connection, 2, now);
      assertThat(third.notReady(third.running().getFirst())).isEmpty();
    }
  }

  @Test
  void tablesThatSomebodyDroppedAreNotMadeEmpty() throws Exception {
    JdbcDatabase database = run();
    try (Connection connection = DriverManager.getConnection(url);
        var tables = connection.createStatement()) {
      String name;
      try (var row =
          tables.executeQuery(
              "select table_name from information_schema.tables"
                  + " where table_name like '%REGISTERS'")) {
        row.next();
        name = row.getString(1);
      }
      tables.executeUpdate("drop table " + name);
    }
    assertThat(database.notReady(database.running().getFirst()))
        .hasValueSatisfying(why -> assertThat(why).contains("registers is not there"));
  }
}
