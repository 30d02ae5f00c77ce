package dev.ordeal.workloads.txn;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import java.util.ArrayList;
import java.util.List;

/**
 * A call that asks for several steps at once.
 *
 * @param steps at least one, in their order
 */
public record Transaction(List<MicroOp> steps) implements Call {
  public Transaction {
    steps = List.copyOf(steps);
  }

  @Override
  public String function() {
    return "txn";
  }

  @Override
  public Value key() {
    return Value.NIL;
  }

  @Override
  public Value argument() {
    return value(List.of());
  }

  @Override
  public boolean isReadOnly() {
    return steps.stream().allMatch(MicroOp.Read.class::isInstance);
  }

  /** The transaction with what its reads returned, in their order. */
  Value value(List<Value> reads) {
    List<Value> items = new ArrayList<>();
    int read = 0;
    for (MicroOp step : steps) {
      boolean returned = step instanceof MicroOp.Read && read < reads.size();
      items.add(step.value(returned ? reads.get(read++) : Value.NIL));
    }
    return new Value.Seq(items);
  }
}
