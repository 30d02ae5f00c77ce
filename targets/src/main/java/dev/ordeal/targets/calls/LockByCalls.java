package dev.ordeal.targets.calls;

import dev.ordeal.workloads.lock.LockClient;

/** Locks and semaphores. */
record LockByCalls(Calls calls) implements LockClient {
  @Override
  public boolean acquire(long lock, int permits) throws Exception {
    return Result.isDone(calls.call(Contract.LOCK.invocation("acquire", lock, (long) permits)));
  }

  @Override
  public boolean release(long lock) throws Exception {
    return Result.isDone(calls.call(Contract.LOCK.invocation("release", lock)));
  }

  @Override
  public void close() {
    calls.close();
  }
}
