package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import java.io.IOException;

/** Counters as rows. */
record SqlCounters(SqlSession session, Rows rows) implements CounterClient {
  @Override
  public void increase(long counter, long amount) throws IOException, DefiniteFailure {
    session.change(rows, counter, Change.add(0, amount));
  }

  @Override
  public long count(long counter) throws IOException, DefiniteFailure {
    return (Long) session.single(() -> rows.read(counter)).orElse(0L);
  }

  @Override
  public void close() {
    session.close();
  }
}
