package dev.ordeal.workloads.bank;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is asked of a bank. */
sealed interface BankCall extends Call {
  @Override
  default Value key() {
    return Value.NIL;
  }

  /** Moves money. */
  record Transfer(long from, long to, long amount) implements BankCall {
    @Override
    public String function() {
      return "transfer";
    }

    @Override
    public Value argument() {
      Map<String, Value> fields = new LinkedHashMap<>();
      fields.put("from", Value.of(from));
      fields.put("to", Value.of(to));
      fields.put("amount", Value.of(amount));
      return new Value.Dict(fields);
    }
  }

  /** Reads all accounts. */
  record Balances() implements BankCall {
    @Override
    public String function() {
      return "read";
    }

    @Override
    public Value argument() {
      return Value.NIL;
    }
  }
}
