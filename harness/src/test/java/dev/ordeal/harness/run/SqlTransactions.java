package dev.ordeal.harness.run;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Transactions of an SQL database: a row an object, lists and sets as text with commas. */
final class SqlTransactions implements TransactionClient {
  private final Connection connection;

  SqlTransactions(String url, String isolation) throws SQLException {
    connection = DriverManager.getConnection(url);
    try (var statement = connection.createStatement()) {
      statement.execute("create table if not exists objects (k bigint primary key, v varchar)");
      statement.execute("set session characteristics as transaction isolation level " + isolation);
    }
    connection.setAutoCommit(false);
  }

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws SQLException, DefiniteFailure {
    List<Value> read = new ArrayList<>();
    try {
      for (MicroOp step : steps) {
        switch (step) {
          case MicroOp.Read reading -> read.add(read(reading.key(), kind.holdsMany()));
          case MicroOp.Write write -> put(write.key(), "?", write.value());
          case MicroOp.Append append -> put(append.key(), "o.v || ',' || ?", append.element());
          case MicroOp.Add add -> put(add.key(), "o.v || ',' || ?", add.element());
        }
      }
    } catch (SQLException refused) {
      connection.rollback();
      throw new DefiniteFailure(refused.getMessage());
    }
    connection.commit();
    return read;
  }

  private Value read(long key, boolean many) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select v from objects where k = ?")) {
      select.setLong(1, key);
      ResultSet rows = select.executeQuery();
      if (!rows.next()) {
        return many ? new Value.Seq(List.of()) : Value.NIL;
      }
      List<Value> numbers =
          Arrays.stream(rows.getString(1).split(","))
              .map(number -> Value.of(Long.parseLong(number)))
              .toList();
      return many ? new Value.Seq(numbers) : numbers.getFirst();
    }
  }

  private void put(long key, String changed, long value) throws SQLException {
    try (PreparedStatement merge =
        connection.prepareStatement(
            "merge into objects o using (select 1) on o.k = ? when matched then update set v = "
                + changed
                + " when not matched then insert values (?, ?)")) {
      merge.setLong(1, key);
      merge.setString(2, Long.toString(value));
      merge.setLong(3, key);
      merge.setString(4, Long.toString(value));
      merge.executeUpdate();
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException alreadyGone) {
      // Nothing is left to be closed.
    }
  }
}
