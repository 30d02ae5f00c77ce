package dev.ordeal.targets.external;

import dev.ordeal.results.history.parse.Utf8;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads lines of UTF-8 and keeps no more than a limit of each. */
final class Lines {
  private final InputStream in;
  private final int bytesMax;

  /**
   * A line without its end.
   *
   * @param isWhole unless it was longer than the limit
   * @param isUtf8 unless some of its bytes are no characters
   */
  record Line(String text, boolean isWhole, boolean isUtf8) {}

  Lines(InputStream in, int bytesMax) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.bytesMax = bytesMax;
  }

  /** The next line; null at the end. What follows the last line end is a line, too. */
  Line next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean isWhole = true;
    int read = in.read();
    if (read < 0) {
      return null;
    }
    while (read >= 0 && read != '\n') {
      if (bytes.size() < bytesMax) {
        bytes.write(read);
      } else {
        isWhole = false;
      }
      read = in.read();
    }
    return new Line(
        bytes.toString(StandardCharsets.UTF_8).stripTrailing(),
        isWhole,
        Utf8.badLine(bytes.toByteArray()) == 0);
  }
}
