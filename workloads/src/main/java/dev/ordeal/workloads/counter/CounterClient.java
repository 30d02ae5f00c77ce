package dev.ordeal.workloads.counter;

/**
 * A client of counters, 0 at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface CounterClient extends AutoCloseable {
  void increase(long counter, long amount) throws Exception;

  long count(long counter) throws Exception;

  @Override
  void close();
}
