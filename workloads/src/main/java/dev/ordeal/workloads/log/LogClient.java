package dev.ordeal.workloads.log;

import java.util.List;
import java.util.OptionalLong;

/**
 * A client of logs, which are named by numbers and made by their first message.
 *
 * <p>A {@link dev.ordeal.workloads.client.DefiniteFailure} says that a call did not happen; any
 * other exception that it may have. One thread at a time uses a client.
 */
public interface LogClient extends AutoCloseable {
  /** A message of a log, at its offset. */
  record Message(long offset, long number) {}

  /**
   * Appends a message; none is sent twice to a log.
   *
   * @return its offset
   */
  long send(long log, long message) throws Exception;

  /**
   * The next messages of a log, as many as the database likes.
   *
   * @param from the least offset
   */
  List<Message> poll(long log, long from) throws Exception;

  /** Says that all messages up to an offset, and that one, have been processed. */
  void commit(long log, long offset) throws Exception;

  /** The offset that was committed last, as far as the database knows; empty for none. */
  OptionalLong committed(long log) throws Exception;

  @Override
  void close();
}
