package dev.ordeal.workloads.set;

import java.util.List;

/**
 * A client of one set of whole numbers, which only grows.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface GrowSetClient extends AutoCloseable {
  /** Adds an element; none is added twice in a run. */
  void add(long element) throws Exception;

  /** All elements, in any order. */
  List<Long> elements() throws Exception;

  @Override
  void close();
}
