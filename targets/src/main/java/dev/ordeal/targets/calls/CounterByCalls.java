package dev.ordeal.targets.calls;

import dev.ordeal.workloads.counter.CounterClient;

/** Counters. */
record CounterByCalls(Calls calls) implements CounterClient {
  @Override
  public void increase(long counter, long amount) throws Exception {
    calls.call(Contract.COUNTER.invocation("add", counter, amount));
  }

  @Override
  public long count(long counter) throws Exception {
    return calls.call(Contract.COUNTER.invocation("read", counter)).longValue();
  }

  @Override
  public void close() {
    calls.close();
  }
}
