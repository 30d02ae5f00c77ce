package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import java.io.IOException;

/** Counters as numbers that Redis increases. */
record RedisCounterClient(RedisSession session) implements CounterClient {
  @Override
  public void increase(long counter, long amount) throws IOException, DefiniteFailure {
    session.update("INCRBY", name(counter), Long.toString(amount));
  }

  @Override
  public long count(long counter) throws IOException, DefiniteFailure {
    return RedisSession.numberIfAny(session.read("GET", name(counter))).orElse(0);
  }

  private static String name(long counter) {
    return "counter:" + counter;
  }

  @Override
  public void close() {
    session.close();
  }
}
