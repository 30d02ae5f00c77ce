package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.counter.CounterClient;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Counters as rows; an increase is one statement. */
record RqliteCounterClient(RqliteSession session) implements CounterClient {

  @Override
  public void increase(long counter, long amount)
      throws IOException, InterruptedException, DefiniteFailure {
    session.change(
        "INSERT INTO counters (id, count) VALUES (?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET count = count + excluded.count",
        counter,
        amount);
  }

  @Override
  public long count(long counter) throws IOException, InterruptedException {
    List<JsonNode> rows = session.rows("SELECT count FROM counters WHERE id = ?", counter);
    return rows.isEmpty() ? 0 : RqliteSession.number(rows.getFirst().path(0));
  }

  @Override
  public void close() {
    session.close();
  }
}
