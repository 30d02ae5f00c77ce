package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Transactions on lists or registers. */
record TransactionsByRpc(RpcSession session) implements TransactionClient {
  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception {
    if (kind == ObjectKind.SET) {
      throw new DefiniteFailure("not-supported: Maelstrom has no transactions on sets");
    }
    ObjectNode request = RpcSession.request("txn");
    ArrayNode all = request.putArray("txn");
    for (MicroOp step : steps) {
      ArrayNode one = all.addArray();
      switch (step) {
        case MicroOp.Read read -> one.add("r").add(read.key()).addNull();
        case MicroOp.Write write -> one.add("w").add(write.key()).add(write.value());
        case MicroOp.Append append -> one.add("append").add(append.key()).add(append.element());
        case MicroOp.Add add -> throw new IllegalArgumentException("no step of a list: " + add);
      }
    }
    return reads(steps, kind, Replies.field(session.outcome(request), "txn"));
  }

  private static List<Value> reads(List<MicroOp> steps, ObjectKind kind, JsonNode done)
      throws IOException {
    if (done.size() != steps.size()) {
      throw new UnexpectedAnswerException(
          "%d steps were asked for: %s".formatted(steps.size(), done));
    }
    List<Value> reads = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof MicroOp.Read) {
        reads.add(value(done.get(i).path(2), kind));
      }
    }
    return reads;
  }

  private static Value value(JsonNode read, ObjectKind kind) throws IOException {
    if (read.isArray()) {
      List<Value> elements = new ArrayList<>();
      for (JsonNode element : read) {
        elements.add(Value.of(element.asLong()));
      }
      return new Value.Seq(elements);
    }
    if (read.isNull() || read.isMissingNode()) {
      return kind == ObjectKind.LIST ? Value.seq() : Value.NIL;
    }
    if (!read.isIntegralNumber()) {
      throw new UnexpectedAnswerException("a read answered %s, no whole number".formatted(read));
    }
    return Value.of(read.asLong());
  }

  @Override
  public void close() {
    session.close();
  }
}
