package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.queue.QueueClient;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Queues as rows in the order in which they were inserted. */
record RqliteQueueClient(RqliteSession session) implements QueueClient {

  private static final String OLDEST = "(SELECT min(id) FROM queues WHERE queue = ?)";

  @Override
  public void enqueue(long queue, long element)
      throws IOException, InterruptedException, DefiniteFailure {
    session.change("INSERT INTO queues (queue, element) VALUES (?, ?)", queue, element);
  }

  @Override
  public OptionalLong dequeue(long queue)
      throws IOException, InterruptedException, DefiniteFailure {
    List<JsonNode> results =
        session.inTransaction(
            List.of(
                new RqliteSession.Statement(
                    "SELECT element FROM queues WHERE id = " + OLDEST, queue),
                new RqliteSession.Statement("DELETE FROM queues WHERE id = " + OLDEST, queue)));
    List<JsonNode> rows = RqliteSession.rows(results.getFirst());
    return rows.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(RqliteSession.number(rows.getFirst().path(0)));
  }

  @Override
  public void close() {
    session.close();
  }
}
