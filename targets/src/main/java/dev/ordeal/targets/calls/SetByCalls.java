package dev.ordeal.targets.calls;

import dev.ordeal.workloads.set.SetClient;

/** Sets. */
record SetByCalls(Calls calls) implements SetClient {
  @Override
  public void add(long set, long element) throws Exception {
    calls.call(Contract.SET.invocation("add", set, element));
  }

  @Override
  public void remove(long set, long element) throws Exception {
    calls.call(Contract.SET.invocation("remove", set, element));
  }

  @Override
  public boolean contains(long set, long element) throws Exception {
    return calls.call(Contract.SET.invocation("contains", set, element)).booleanValue();
  }

  @Override
  public void close() {
    calls.close();
  }
}
