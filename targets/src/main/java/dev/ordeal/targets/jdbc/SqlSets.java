package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;
import java.sql.SQLException;

/** Sets: a row for each element. */
record SqlSets(SqlSession session, String table) implements SetClient {
  private static final String CONSTRAINT_VIOLATED = "23";

  @Override
  public void add(long set, long element) throws IOException, DefiniteFailure {
    int inserted =
        session.single(
            () -> {
              try {
                return session.update(
                    "insert into " + table + " (s, e) values (?, ?)", set, element);
              } catch (SQLException refused) {
                if (String.valueOf(refused.getSQLState()).startsWith(CONSTRAINT_VIOLATED)) {
                  return 0;
                }
                throw refused;
              }
            });
    if (inserted != 1) {
      requireThere(set, element);
    }
  }

  /**
   * After an answer that the element is there already: it is no success before it has been seen.
   */
  private void requireThere(long set, long element) throws IOException {
    try {
      if (contains(set, element)) {
        return;
      }
    } catch (DefiniteFailure notRead) {
      throw new IOException("a refused insert whose element cannot be read", notRead);
    }
    throw new IOException("an insert was refused as a duplicate of an element that is not there");
  }

  @Override
  public void remove(long set, long element) throws IOException, DefiniteFailure {
    String sql = "delete from " + table + " where s = ? and e = ?";
    session.single(() -> session.update(sql, set, element));
  }

  @Override
  public boolean contains(long set, long element) throws IOException, DefiniteFailure {
    String sql = "select e from " + table + " where s = ? and e = ?";
    return !session.single(() -> session.query(sql, row -> row.getLong(1), set, element)).isEmpty();
  }

  @Override
  public void close() {
    session.close();
  }
}
