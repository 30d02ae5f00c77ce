package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.MalformedHistoryException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on a stream as far as it is UTF-8, and then refuses it. The beginning of a character at
 * the very end, where a file was cut off, is left away.
 */
public final class Utf8Input extends InputStream {
  private final String source;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int next;

  /** Up to here the buffer's bytes are characters, and up to {@link #filled} unknown or bad. */
  private int good;

  private int filled;
  private boolean ended;
  private boolean cutOff;

  /** Lines that ended before the buffer's beginning. */
  private long lines;

  /**
   * @param source what messages call it
   */
  public Utf8Input(String source, InputStream in) {
    this.source = source;
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return isThereMore() ? buffer[next++] & 0xFF : -1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws MalformedHistoryException if what follows is not UTF-8; names the line
   */
  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!isThereMore()) {
      return -1;
    }
    int count = Math.min(length, good - next);
    System.arraycopy(buffer, next, into, offset, count);
    next += count;
    return count;
  }

  private boolean isThereMore() throws IOException {
    while (next == good) {
      if (ended && filled == good) {
        return false;
      }
      if (ended || (filled > good && !Utf8.isCutOff(buffer, good, filled))) {
        throw MalformedHistoryException.at(
            source, 1 + lines + Utf8.lineEnds(buffer, 0, good), Utf8.problem(buffer[good]));
      }
      fill();
    }
    return true;
  }

  private void fill() throws IOException {
    lines += Utf8.lineEnds(buffer, 0, good);
    filled -= good;
    System.arraycopy(buffer, good, buffer, 0, filled);
    next = 0;
    int read = in.readNBytes(buffer, filled, buffer.length - filled);
    ended = filled + read < buffer.length;
    filled += read;
    good = Utf8.firstBad(buffer, 0, filled);
    if (ended && Utf8.isCutOff(buffer, good, filled)) {
      cutOff = true;
      filled = good;
    }
  }

  /** Whether the stream has ended within a character. */
  public boolean isCutOff() {
    return cutOff;
  }

  @Override
  public int available() {
    return good - next;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
