package dev.ordeal.targets.rqlite;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.rqlite.RqliteSession.Statement;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Transactions of one request: rqlite hands them to Raft whole. */
record RqliteTransactionClient(RqliteSession session) implements TransactionClient {

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws IOException, InterruptedException, DefiniteFailure {
    List<JsonNode> results =
        session.inTransaction(steps.stream().map(step -> statement(step, kind)).toList());
    List<Value> reads = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof MicroOp.Read) {
        reads.add(value(RqliteSession.rows(results.get(i)), kind));
      }
    }
    return reads;
  }

  private static Statement statement(MicroOp step, ObjectKind kind) {
    long key = step.key();
    return switch (step) {
      case MicroOp.Read read ->
          new Statement(
              switch (kind) {
                case REGISTER -> "SELECT value FROM cells WHERE id = ?";
                case LIST -> "SELECT element FROM lists WHERE list = ? ORDER BY id";
                case SET -> "SELECT element FROM sets WHERE owner = ?";
              },
              key);
      case MicroOp.Write write ->
          new Statement(
              "INSERT INTO cells (id, value) VALUES (?, ?)"
                  + " ON CONFLICT (id) DO UPDATE SET value = excluded.value",
              key,
              write.value());
      case MicroOp.Append append ->
          new Statement("INSERT INTO lists (list, element) VALUES (?, ?)", key, append.element());
      case MicroOp.Add add ->
          new Statement(
              "INSERT OR IGNORE INTO sets (owner, element) VALUES (?, ?)", key, add.element());
    };
  }

  private static Value value(List<JsonNode> rows, ObjectKind kind) throws IOException {
    List<Value> values = new ArrayList<>();
    for (JsonNode row : rows) {
      values.add(Value.of(RqliteSession.number(row.path(0))));
    }
    if (kind != ObjectKind.REGISTER) {
      return new Value.Seq(values);
    }
    return values.isEmpty() ? Value.NIL : values.getFirst();
  }

  @Override
  public void close() {
    session.close();
  }
}
