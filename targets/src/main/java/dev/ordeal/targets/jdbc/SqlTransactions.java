package dev.ordeal.targets.jdbc;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Transactions: a row a register or list, a list as text with commas; a row for each element of a
 * set, which a select by a condition reads.
 */
record SqlTransactions(SqlSession session, Rows registers, Rows lists, String elements)
    implements TransactionClient {

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws IOException, DefiniteFailure {
    return session.transaction(
        () -> {
          List<Value> reads = new ArrayList<>();
          for (MicroOp step : steps) {
            switch (step) {
              case MicroOp.Read read -> reads.add(read(read.key(), kind));
              case MicroOp.Write write -> registers.change(write.key(), Change.set(write.value()));
              case MicroOp.Append append ->
                  lists.change(append.key(), Change.append(append.element(), session.dialect()));
              case MicroOp.Add add ->
                  session.update(
                      "insert into " + elements + " (s, e) values (?, ?)",
                      add.key(),
                      add.element());
            }
          }
          return reads;
        });
  }

  private Value read(long key, ObjectKind kind) throws SQLException {
    return switch (kind) {
      case REGISTER -> registers.read(key).map(number -> Value.of((Long) number)).orElse(Value.NIL);
      case LIST -> new Value.Seq(lists.read(key).map(SqlTransactions::numbers).orElse(List.of()));
      case SET ->
          new Value.Seq(
              session.query(
                  "select e from " + elements + " where s = ?",
                  row -> Value.of(row.getLong(1)),
                  key));
    };
  }

  private static List<Value> numbers(Object text) {
    return Arrays.stream(text.toString().split(","))
        .map(number -> Value.of(Long.parseLong(number)))
        .toList();
  }

  @Override
  public void close() {
    session.close();
  }
}
