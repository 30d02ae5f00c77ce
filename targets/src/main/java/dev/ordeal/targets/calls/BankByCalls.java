package dev.ordeal.targets.calls;

import dev.ordeal.workloads.bank.BankClient;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A bank. */
record BankByCalls(Calls calls) implements BankClient {
  @Override
  public boolean transfer(long from, long to, long amount, long opening) throws Exception {
    return Result.isDone(
        calls.call(Contract.BANK.invocation("transfer", from, to, amount, opening)));
  }

  @Override
  public List<Long> balances(int accounts, long opening) throws Exception {
    JsonNode all = calls.call(Contract.BANK.invocation("read", (long) accounts, opening));
    if (all.size() != accounts) {
      throw new IOException("%d balances, not %d".formatted(all.size(), accounts));
    }
    return all.valueStream().map(JsonNode::longValue).toList();
  }

  @Override
  public void close() {
    calls.close();
  }
}
