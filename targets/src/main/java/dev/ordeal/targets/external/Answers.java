package dev.ordeal.targets.external;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** The lines that a program prints, read by a thread of their own, at most a few ahead. */
final class Answers {
  /** Of a line; a longer one is no answer. */
  static final int BYTES_MAX = 1 << 20;

  private static final int AHEAD_MAX = 16;

  private final BlockingQueue<Answer> read = new ArrayBlockingQueue<>(AHEAD_MAX);
  private final Thread reader;

  /**
   * What was read.
   *
   * @param number of the line, from 1
   * @param text null at the end of the output
   * @param isWhole whether the line was short enough
   * @param isUtf8 whether all its bytes are characters
   */
  record Answer(long number, String text, boolean isWhole, boolean isUtf8) {
    boolean isEnd() {
      return text == null;
    }
  }

  Answers(InputStream output, String name) {
    reader = Thread.ofPlatform().daemon().name(name).start(() -> read(output));
  }

  private void read(InputStream output) {
    long number = 0;
    try {
      Lines lines = new Lines(output, BYTES_MAX);
      for (Lines.Line line = next(lines); line != null; line = next(lines)) {
        read.put(new Answer(++number, line.text(), line.isWhole(), line.isUtf8()));
      }
      read.put(new Answer(number, null, true, true));
    } catch (InterruptedException closed) {
      // Nobody waits for more.
    }
  }

  /** The end of a pipe that breaks is its end. */
  private static Lines.Line next(Lines lines) {
    try {
      return lines.next();
    } catch (IOException closed) {
      return null;
    }
  }

  /** What is there already; null if nothing is. */
  Answer present() {
    return read.peek();
  }

  /** Waits for the next; null if none comes in time. After the end there is the end again. */
  Answer await(Duration patience) throws InterruptedException {
    Answer next = read.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (next != null && next.isEnd()) {
      read.add(next);
    }
    return next;
  }

  void close() {
    reader.interrupt();
  }
}
