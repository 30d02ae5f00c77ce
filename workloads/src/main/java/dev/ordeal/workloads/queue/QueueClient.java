package dev.ordeal.workloads.queue;

import java.util.OptionalLong;

/**
 * A client of first-in-first-out queues of whole numbers, empty at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface QueueClient extends AutoCloseable {
  void enqueue(long queue, long element) throws Exception;

  /** Takes out the oldest element; empty if there is none. */
  OptionalLong dequeue(long queue) throws Exception;

  @Override
  void close();
}
