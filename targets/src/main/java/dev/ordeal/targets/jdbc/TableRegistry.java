package dev.ordeal.targets.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A table that lists the runs whose tables are in a database, each by a number of its own. No run
 * uses the tables of another, so that runs at the same time do not disturb each other.
 *
 * @param prefix begins the names of all tables
 */
record TableRegistry(String prefix, Dialect dialect) {
  /** How long tables stay at least. */
  private static final Duration KEPT = Duration.ofDays(1);

  /** Begins the names of one run's tables. */
  static String prefix(String prefix, long run) {
    return "%s%08x_".formatted(prefix, run);
  }

  private String runs() {
    return prefix + "runs";
  }

  /**
   * Enters a run, and drops the tables of those that began long ago.
   *
   * @param now in seconds since 1970
   */
  void enter(Connection connection, long run, long now) throws SQLException {
    if (!Tables.isThere(connection, runs())) {
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(
            "create table " + runs() + " (k bigint not null primary key, v bigint not null)");
      }
    }
    for (long old : begunBefore(connection, now - KEPT.toSeconds())) {
      new Tables(prefix(prefix, old), dialect).drop(connection);
      execute(connection, "delete from " + runs() + " where k = ?", old);
    }
    // Of an earlier try, whose answer was lost.
    execute(connection, "delete from " + runs() + " where k = ?", run);
    execute(connection, "insert into " + runs() + " (k, v) values (?, ?)", run, now);
  }

  private List<Long> begunBefore(Connection connection, long seconds) throws SQLException {
    List<Long> begun = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement("select k from " + runs() + " where v < ?")) {
      statement.setLong(1, seconds);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          begun.add(rows.getLong(1));
        }
      }
    }
    return begun;
  }

  private static void execute(Connection connection, String sql, long... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setLong(i + 1, values[i]);
      }
      statement.executeUpdate();
    }
  }
}
