package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.MalformedHistoryException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into blocks that end with a line's end. Safe to share between threads. */
public final class LineBlocks {
  private static final int BLOCK_BYTES = 4 << 20;
  private static final int LINE_BYTES_MAX = 1 << 28;

  private final InputStream in;
  private byte[] rest = new byte[0];
  private int number;
  private boolean ended;

  /** Cuts a stream, which is left open. */
  public LineBlocks(InputStream in) {
    this.in = in;
  }

  /**
   * Some lines; the last of all may lack its newline.
   *
   * @param number from 0, in the order of the stream
   * @param length how many of the bytes are lines; 0 behind the last
   */
  record Block(int number, byte[] bytes, int length) {}

  /**
   * The next lines.
   *
   * @param reused for the block's bytes, unless it is too short
   * @throws MalformedHistoryException if a line is too long
   */
  synchronized Block next(byte[] reused) throws IOException {
    byte[] buffer =
        reused.length >= rest.length + BLOCK_BYTES / 2
            ? reused
            : new byte[rest.length + BLOCK_BYTES];
    System.arraycopy(rest, 0, buffer, 0, rest.length);
    int filled = rest.length;
    rest = new byte[0];
    while (!ended) {
      int scanned = filled;
      filled += in.readNBytes(buffer, filled, buffer.length - filled);
      if (filled < buffer.length) {
        ended = true;
        break;
      }
      int last = filled - 1;
      while (last >= scanned && buffer[last] != '\n') {
        last--;
      }
      if (last >= scanned) {
        rest = Arrays.copyOfRange(buffer, last + 1, filled);
        return block(buffer, last + 1);
      }
      if (buffer.length >= LINE_BYTES_MAX) {
        throw new MalformedHistoryException("a line is longer than " + buffer.length + " bytes");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    return block(buffer, filled);
  }

  private Block block(byte[] buffer, int length) {
    return new Block(number++, buffer, length);
  }
}
