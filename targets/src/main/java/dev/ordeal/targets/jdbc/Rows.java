package dev.ordeal.targets.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one table of keys and values; its methods are for the inside of a transaction.
 *
 * @param readsText whether values are texts, not numbers
 */
record Rows(SqlSession session, Shape shape, String table, boolean readsText) {

  /** Whether a change is one statement. */
  boolean changesAtOnce() {
    return shape == Shape.UPSERT && session.dialect().hasUpsert();
  }

  /** A row's value; empty if it is not there. */
  Optional<Object> read(long key) throws SQLException {
    return read(key, "");
  }

  /** A row's value before it is changed, locked if the shape says so. */
  Optional<Object> readToChange(long key) throws SQLException {
    return read(key, shape == Shape.FOR_UPDATE ? " " + session.dialect().lock() : "");
  }

  private Optional<Object> read(long key, String lock) throws SQLException {
    List<Object> values =
        session.query(
            "select v from " + table + " where k = ?" + lock,
            row -> readsText ? row.getString(1) : (Object) row.getLong(1),
            key);
    return values.stream().findFirst();
  }

  void change(long key, Change change) throws SQLException {
    if (changesAtOnce()) {
      Dialect dialect = session.dialect();
      session.update(
          dialect.upsert(table, change.expression()),
          dialect.upsertValues(key, change.inserted(), change.parameter()));
      return;
    }
    boolean isThere;
    if (shape == Shape.READ_WRITE || shape == Shape.FOR_UPDATE) {
      Optional<Object> old = readToChange(key);
      isThere = old.isPresent();
      if (isThere) {
        int changed = set(key, "?", change.computed().apply(old.get()));
        if (changed != 1) {
          throw new SQLException("a row that was read is gone", "40000");
        }
      }
    } else {
      isThere = set(key, change.expression().formatted("v"), change.parameter()) > 0;
    }
    if (!isThere) {
      session.update("insert into " + table + " (k, v) values (?, ?)", key, change.inserted());
    }
  }

  private int set(long key, String expression, Object parameter) throws SQLException {
    return session.update(
        "update " + table + " set v = " + expression + " where k = ?", parameter, key);
  }
}
