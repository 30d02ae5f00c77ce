package dev.ordeal.workloads.echo;

import dev.ordeal.results.history.Value;

/**
 * A client of something that answers with what it is told.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface EchoClient extends AutoCloseable {
  /** What came back, whatever it is; it ought to be the same number. */
  Value echo(long said) throws Exception;

  @Override
  void close();
}
