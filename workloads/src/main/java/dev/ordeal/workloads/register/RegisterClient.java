package dev.ordeal.workloads.register;

import dev.ordeal.workloads.client.DefiniteFailure;
import java.util.OptionalLong;

/**
 * A client of registers, each with a key and a whole number, absent at first.
 *
 * <p>A {@link DefiniteFailure} says that a call did not happen; any other exception that it may
 * have. One thread at a time uses a client.
 */
public interface RegisterClient extends AutoCloseable {
  /** The value, empty if the key was never written. */
  OptionalLong read(long key) throws Exception;

  void write(long key, long value) throws Exception;

  /**
   * Replaces the value if it is the expected one.
   *
   * @return false if it was not and nothing changed
   */
  boolean compareAndSet(long key, long expected, long replacement) throws Exception;

  @Override
  void close();
}
