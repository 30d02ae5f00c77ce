package dev.ordeal.targets.calls;

import dev.ordeal.workloads.queue.QueueClient;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Queues. */
record QueueByCalls(Calls calls) implements QueueClient {
  @Override
  public void enqueue(long queue, long element) throws Exception {
    calls.call(Contract.QUEUE.invocation("enqueue", queue, element));
  }

  @Override
  public OptionalLong dequeue(long queue) throws Exception {
    JsonNode value = calls.call(Contract.QUEUE.invocation("dequeue", queue));
    return value.isNull() ? OptionalLong.empty() : OptionalLong.of(value.longValue());
  }

  @Override
  public void close() {
    calls.close();
  }
}
