package dev.ordeal.results.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream of bytes at its newlines without copying lines that fit its buffer. */
final class LineSplitter {
  private final InputStream in;
  private final int lineBytesMax;
  private byte[] buffer = new byte[1 << 16];
  private int filled;
  private int next;
  private int start;
  private int end;
  private boolean terminated;

  LineSplitter(InputStream in, int lineBytesMax) {
    this.in = in;
    this.lineBytesMax = lineBytesMax;
  }

  /** Moves to the next line; false at the end of the stream. */
  boolean next() throws IOException {
    start = next;
    int scan = start;
    while (true) {
      for (; scan < filled; scan++) {
        if (buffer[scan] == '\n') {
          end = scan;
          next = scan + 1;
          terminated = true;
          return true;
        }
      }
      int seen = scan - start;
      if (!refill()) {
        end = filled;
        next = filled;
        terminated = false;
        return end > start;
      }
      scan = start + seen;
    }
  }

  private boolean refill() throws IOException {
    int kept = filled - start;
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, kept);
      start = 0;
      filled = kept;
    } else if (filled == buffer.length) {
      if (buffer.length >= lineBytesMax) {
        throw new MalformedHistoryException("a line is longer than " + lineBytesMax + " bytes");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read <= 0) {
      return false;
    }
    filled += read;
    return true;
  }

  boolean isBlank() {
    for (int i = start; i < end; i++) {
      if (!Character.isWhitespace(buffer[i])) {
        return false;
      }
    }
    return true;
  }

  /** Whether the line ended with a newline. */
  boolean terminated() {
    return terminated;
  }

  byte[] bytes() {
    return buffer;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }
}
