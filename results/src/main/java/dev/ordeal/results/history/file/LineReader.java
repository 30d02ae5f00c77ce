package dev.ordeal.results.history.file;

import java.io.IOException;
import java.io.Reader;

/** Lines of a text with their numbers, and whether the last one lacks its newline. */
final class LineReader {
  private final Reader in;
  private final StringBuilder line = new StringBuilder();
  private long number;
  private boolean unfinished;

  LineReader(Reader in) {
    this.in = in;
  }

  /** The next line without its end; null if there is none. */
  String next() throws IOException {
    line.setLength(0);
    int c = in.read();
    if (c < 0) {
      return null;
    }
    number++;
    while (c >= 0 && c != '\n') {
      line.append((char) c);
      c = in.read();
    }
    unfinished = c < 0;
    int length = line.length();
    if (length > 0 && line.charAt(length - 1) == '\r') {
      line.setLength(length - 1);
    }
    return line.toString();
  }

  /** The number of the last line, from 1. */
  long number() {
    return number;
  }

  /** Whether the last line ended with the file. */
  boolean isUnfinished() {
    return unfinished;
  }
}
