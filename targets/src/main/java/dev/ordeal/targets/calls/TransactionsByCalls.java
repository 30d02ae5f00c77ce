package dev.ordeal.targets.calls;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Transactions. */
record TransactionsByCalls(Calls calls) implements TransactionClient {
  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception {
    JsonNode answer =
        calls.call(Contract.TRANSACTIONS.invocation("txn", Steps.name(kind), Steps.of(steps)));
    return Steps.reads(answer);
  }

  @Override
  public void close() {
    calls.close();
  }
}
