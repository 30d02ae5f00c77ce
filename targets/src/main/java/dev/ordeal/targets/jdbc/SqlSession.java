package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection. Each statement is sent once; what an error says of a transaction is decided here
 * and in {@link Dialect}. One thread at a time uses it, but for {@link #close}.
 */
final class SqlSession implements AutoCloseable {
  private static final int MESSAGE_MAX = 100;

  private final Connection connection;
  private final Dialect dialect;
  private volatile boolean isBusy;

  /** Statements. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws SQLException;
  }

  /** Makes something of a row. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  SqlSession(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  Dialect dialect() {
    return dialect;
  }

  /**
   * Runs statements as one transaction, and commits.
   *
   * @throws DefiniteFailure if nothing was committed: the database said so, or a statement failed
   *     before the COMMIT was sent, and either a ROLLBACK was carried out or the dialect's
   *     databases roll back what a lost connection leaves
   * @throws IOException if that is not known
   */
  <T> T transaction(Work<T> work) throws IOException, DefiniteFailure {
    T result;
    try {
      result = send(false, work);
    } catch (SQLException failed) {
      throw beforeCommit(failed);
    }
    try {
      connection.commit();
    } catch (SQLException failed) {
      throw atCommit(failed);
    }
    isBusy = false;
    return result;
  }

  /** Between this and its success the connection is in the middle of something. */
  private <T> T send(boolean isAutoCommit, Work<T> work) throws SQLException {
    isBusy = true;
    connection.setAutoCommit(isAutoCommit);
    return work.run();
  }

  private DefiniteFailure beforeCommit(SQLException failed) throws IOException {
    boolean isUsable = dialect.isAnswer(failed) && isRolledBackNow();
    if (!isUsable && !dialect.isRolledBack(failed) && !dialect.isRolledBackWhenLost(failed)) {
      throw unknown("statement", failed);
    }
    return definite(failed, isUsable);
  }

  private DefiniteFailure atCommit(SQLException failed) throws IOException {
    if (!dialect.isRolledBack(failed)) {
      throw unknown("commit", failed);
    }
    return definite(failed, isRolledBackNow());
  }

  private boolean isRolledBackNow() {
    try {
      connection.rollback();
      return true;
    } catch (SQLException lost) {
      return false;
    }
  }

  /**
   * Runs one statement, which is a transaction by itself.
   *
   * @throws DefiniteFailure if the database says that it changed nothing
   * @throws IOException if that is not known
   */
  <T> T single(Work<T> work) throws IOException, DefiniteFailure {
    try {
      T result = send(true, work);
      isBusy = false;
      return result;
    } catch (SQLException failed) {
      if (!dialect.isRefused(failed)) {
        throw unknown("statement", failed);
      }
      throw definite(failed, true);
    }
  }

  /** Changes one row, in one statement if the shape allows it, else in a transaction. */
  void change(Rows rows, long key, Change change) throws IOException, DefiniteFailure {
    Work<Boolean> work =
        () -> {
          rows.change(key, change);
          return true;
        };
    if (rows.changesAtOnce()) {
      single(work);
    } else {
      transaction(work);
    }
  }

  private DefiniteFailure definite(SQLException failed, boolean isUsable) {
    isBusy = !isUsable;
    String text = text(failed);
    return isUsable ? new DefiniteFailure(text) : DefiniteFailure.clientLost(text);
  }

  private static IOException unknown(String at, SQLException failed) {
    return new IOException("%s: %s".formatted(at, text(failed)), failed);
  }

  /** {@code sql-40001: could not serialize access …}. */
  static String text(SQLException failed) {
    String state = failed.getSQLState() == null ? "no-state" : failed.getSQLState();
    String said = failed.getMessage() == null ? failed.getClass().getName() : failed.getMessage();
    String line = said.strip().lines().findFirst().orElse("").strip();
    return "sql-%s: %s".formatted(state, line.substring(0, Math.min(line.length(), MESSAGE_MAX)));
  }

  /** Executes a statement that returns no rows; how many it changed. */
  int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  <T> List<T> query(String sql, RowReader<T> reader, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }

  private PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < values.length; i++) {
        if (values[i] instanceof Long number) {
          statement.setLong(i + 1, number);
        } else {
          statement.setString(i + 1, values[i].toString());
        }
      }
      return statement;
    } catch (SQLException | RuntimeException failed) {
      statement.close();
      throw failed;
    }
  }

  /** Ends the connection, also in the middle of a call of another thread. */
  @Override
  public void close() {
    try {
      if (isBusy) {
        // Does not wait for an answer, as close may.
        connection.abort(Runnable::run);
      }
      connection.close();
    } catch (SQLException | RuntimeException alreadyGone) {
      // Nothing is left to be closed.
    }
  }
}
