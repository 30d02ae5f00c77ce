package dev.ordeal.workloads.counter;

/**
 * A client of one counter, 0 at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface SharedCounterClient extends AutoCloseable {
  /**
   * Changes it.
   *
   * @param amount below zero only in the workload {@code pn-counter}
   */
  void change(long amount) throws Exception;

  /** The sum of all changes that have come here. */
  long sum() throws Exception;

  @Override
  void close();
}
