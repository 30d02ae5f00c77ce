package dev.ordeal.workloads.set;

/**
 * A client of sets of whole numbers, empty at first.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface SetClient extends AutoCloseable {
  void add(long set, long element) throws Exception;

  void remove(long set, long element) throws Exception;

  boolean contains(long set, long element) throws Exception;

  @Override
  void close();
}
