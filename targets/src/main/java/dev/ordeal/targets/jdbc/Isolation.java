package dev.ordeal.targets.jdbc;

import java.sql.Connection;

/** An isolation level that clients ask for. */
enum Isolation {
  /** The one that the database has for new connections. */
  DEFAULT(-1),
  READ_UNCOMMITTED(Connection.TRANSACTION_READ_UNCOMMITTED),
  READ_COMMITTED(Connection.TRANSACTION_READ_COMMITTED),
  REPEATABLE_READ(Connection.TRANSACTION_REPEATABLE_READ),

  /** A level that JDBC has no number for; each dialect that knows it has one of its own. */
  SNAPSHOT(-1),
  SERIALIZABLE(Connection.TRANSACTION_SERIALIZABLE);

  private final int jdbcLevel;

  Isolation(int jdbcLevel) {
    this.jdbcLevel = jdbcLevel;
  }

  /** Its number in JDBC; -1 if it has none. */
  int jdbcLevel() {
    return jdbcLevel;
  }
}
