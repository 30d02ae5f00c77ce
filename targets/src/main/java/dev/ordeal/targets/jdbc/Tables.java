package dev.ordeal.targets.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

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

  private Map<String, String> definitions() {
    String numbers = "(k bigint not null primary key, v bigint not null)";
    Map<String, String> all = new LinkedHashMap<>();
    all.put(registers(), numbers);
    all.put(counters(), numbers);
    all.put(accounts(), numbers);
    all.put(
        lists(), "(k bigint not null primary key, v %s not null)".formatted(dialect.textType()));
    all.put(elements(), "(s bigint not null, e bigint not null, primary key (s, e))");
    return all;
  }

  /** Drops those that an earlier run left. */
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

  private static boolean isThere(Connection connection, String table) throws SQLException {
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
