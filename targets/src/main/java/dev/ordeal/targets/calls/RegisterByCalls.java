package dev.ordeal.targets.calls;

import dev.ordeal.workloads.register.RegisterClient;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Registers. */
record RegisterByCalls(Calls calls) implements RegisterClient {
  @Override
  public OptionalLong read(long key) throws Exception {
    JsonNode value = calls.call(Contract.REGISTER.invocation("read", key));
    return value.isNull() ? OptionalLong.empty() : OptionalLong.of(value.longValue());
  }

  @Override
  public void write(long key, long value) throws Exception {
    calls.call(Contract.REGISTER.invocation("write", key, value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
    return Result.isDone(
        calls.call(Contract.REGISTER.invocation("cas", key, expected, replacement)));
  }

  @Override
  public void close() {
    calls.close();
  }
}
