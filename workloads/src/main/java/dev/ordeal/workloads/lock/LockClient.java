package dev.ordeal.workloads.lock;

/**
 * A client of locks and semaphores, all free at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client, and what it acquires only
 * it can release.
 */
public interface LockClient extends AutoCloseable {
  /**
   * Takes a permit without waiting for one.
   *
   * @param permits how many may be held at a time; 1 makes it a lock
   * @return false if none is free
   */
  boolean acquire(long lock, int permits) throws Exception;

  /**
   * Gives back a permit.
   *
   * @return false if this client holds none
   */
  boolean release(long lock) throws Exception;

  @Override
  void close();
}
