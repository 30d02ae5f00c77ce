package dev.ordeal.workloads.register;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.Outcome;
import java.util.OptionalLong;

/** Makes the calls of the register workload on a database's client. */
public record RegisterCalls(RegisterClient client) implements Client {
  @Override
  public Outcome invoke(Call call) throws Exception {
    return switch ((RegisterOp) call) {
      case RegisterOp.Read read -> {
        OptionalLong value = client.read(read.register());
        yield new Outcome.Ok(value.isPresent() ? Value.of(value.getAsLong()) : Value.NIL);
      }
      case RegisterOp.Write write -> {
        client.write(write.register(), write.value());
        yield new Outcome.Ok(write.argument());
      }
      case RegisterOp.Cas cas ->
          client.compareAndSet(cas.register(), cas.expected(), cas.replacement())
              ? new Outcome.Ok(cas.argument())
              : new Outcome.Fail("mismatch");
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
