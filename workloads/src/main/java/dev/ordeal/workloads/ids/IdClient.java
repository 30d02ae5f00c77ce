package dev.ordeal.workloads.ids;

/**
 * A client of sources of identifiers.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface IdClient extends AutoCloseable {
  /** An identifier that this source never gave to anybody. */
  long generate(long source) throws Exception;

  @Override
  void close();
}
