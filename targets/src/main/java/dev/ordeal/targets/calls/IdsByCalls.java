package dev.ordeal.targets.calls;

import dev.ordeal.workloads.ids.IdClient;

/** Sources of identifiers. */
record IdsByCalls(Calls calls) implements IdClient {
  @Override
  public long generate(long source) throws Exception {
    return calls.call(Contract.IDS.invocation("generate", source)).longValue();
  }

  @Override
  public void close() {
    calls.close();
  }
}
