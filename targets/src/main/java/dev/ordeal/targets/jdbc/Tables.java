package dev.ordeal.targets.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tables that clients use.
 *
 * @param prefix begins their names
 */
record Tables(String prefix, Dialect dialect) {
  String registers() {
    return prefix + "registers";
  }

  String lists() {
    return prefix + "lists";
  }

  String elements() {
    return prefix + "elements";
  }

  String counters() {
    return prefix + "counters";
  }

  String accounts() {
    return prefix + "accounts";
  }

  /** One row, by which it is seen how the driver counts. */
  private String checks() {
    return prefix + "checks";
  }

  private Map<String, String> definitions() {
    String numbers = "(k bigint not null primary key, v bigint not null)";
    Map<String, String> all = new LinkedHashMap<>();
    all.put(registers(), numbers);
    all.put(counters(), numbers);
    all.put(accounts(), numbers);
    all.put(checks(), numbers);
    all.put(
        lists(), "(k bigint not null primary key, v %s not null)".formatted(dialect.textType()));
    all.put(elements(), "(s bigint not null, e bigint not null, primary key (s, e))");
    return all;
  }

  /** Drops all that are there. */
  void drop(Connection connection) throws SQLException {
    for (String table : definitions().keySet()) {
      if (isThere(connection, table)) {
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate("drop table " + table);
        }
      }
    }
  }

  /** Creates those that are not there. */
  void create(Connection connection) throws SQLException {
    for (Map.Entry<String, String> table : definitions().entrySet()) {
      if (!isThere(connection, table.getKey())) {
        try (Statement statement = connection.createStatement()) {
          statement.executeUpdate("create table " + table.getKey() + " " + table.getValue());
        }
      }
    }
  }

  /** Says which is not there. */
  Optional<String> missing(Connection connection) throws SQLException {
    for (String table : definitions().keySet()) {
      if (!isThere(connection, table)) {
        return Optional.of(
            "the run's table %s is not there: another database than the first node's, or dropped"
                .formatted(table));
      }
    }
    return Optional.empty();
  }

  /**
   * Says so if an update that finds the value it sets does not count: a compare-and-set would seem
   * to have missed, and a write to have found no row.
   */
  Optional<String> miscounts(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String same = "update " + checks() + " set v = 1 where k = 1";
      if (statement.executeUpdate(same) == 1) {
        return Optional.empty();
      }
      try (ResultSet row = statement.executeQuery("select v from " + checks() + " where k = 1")) {
        if (row.next()) {
          return Optional.of(
              "an update that leaves a row as it is counts as none: set the driver to count the"
                  + " rows found");
        }
      }
      statement.executeUpdate("insert into " + checks() + " (k, v) values (1, 1)");
      return statement.executeUpdate(same) == 1 ? Optional.empty() : miscounts(connection);
    }
  }

  static boolean isThere(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("select 1 from " + table + " where 1 = 0").close();
      return true;
    } catch (SQLException refused) {
      String state = String.valueOf(refused.getSQLState());
      if (state.startsWith("42")) {
        return false;
      }
      throw refused;
    }
  }
}
