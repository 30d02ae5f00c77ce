package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.queue.QueueClient;
import java.io.IOException;
import java.util.OptionalLong;

/** Queues as lists: in at the right, out at the left. */
record RedisQueueClient(RedisSession session) implements QueueClient {
  @Override
  public void enqueue(long queue, long element) throws IOException, DefiniteFailure {
    session.update("RPUSH", name(queue), Long.toString(element));
  }

  @Override
  public OptionalLong dequeue(long queue) throws IOException, DefiniteFailure {
    return RedisSession.numberIfAny(session.update("LPOP", name(queue)));
  }

  private static String name(long queue) {
    return "queue:" + queue;
  }

  @Override
  public void close() {
    session.close();
  }
}
