package dev.ordeal.targets.external;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * What a program prints on its standard error: appended to a file, which grows no further than a
 * limit, and its last line kept for messages. Thread-safe.
 */
final class ErrorOutput {
  private static final int LINE_MAX = 4096;
  private static final long FILE_MAX = 10L << 20;

  private final Path file;
  private final String prefix;
  private final Thread reader;
  private volatile String last = "";

  /**
   * @param prefix of each line in the file, to which the clients of a node all write
   */
  ErrorOutput(InputStream errors, Path file, String prefix) {
    this.file = file;
    this.prefix = prefix;
    this.reader = Thread.ofPlatform().daemon().name(prefix + " stderr").start(() -> read(errors));
  }

  private void read(InputStream errors) {
    Lines lines = new Lines(errors, LINE_MAX);
    try {
      for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
        if (!line.text().isBlank()) {
          last = line.text().strip();
        }
        // Lines that cannot be written are read all the same: the program would wait for that.
        noteQuietly("", line.text());
      }
    } catch (IOException closed) {
      // The program has ended.
    }
  }

  /** Appends a line of Ordeal's own. */
  void noteQuietly(String text) {
    noteQuietly("ordeal: ", text);
  }

  private void noteQuietly(String by, String text) {
    try {
      if (!Files.exists(file) || Files.size(file) < FILE_MAX) {
        String line = "%s %s%s\n".formatted(prefix, by, text);
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException unwritable) {
      // What matters is in the outcomes of calls.
    }
  }

  /** The last line that is not blank, once the output has ended or the patience is over. */
  String last(Duration patience) throws InterruptedException {
    reader.join(patience);
    return last;
  }
}
