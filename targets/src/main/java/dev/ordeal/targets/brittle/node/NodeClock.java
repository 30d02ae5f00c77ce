package dev.ordeal.targets.brittle.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** This node's wall clock, which a file in its folder can skew by some milliseconds. */
final class NodeClock {
  private static final long REREAD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Path file;
  private long offsetMillis;
  private long readAt = System.nanoTime() - REREAD_NANOS;

  NodeClock(Path file) {
    this.file = file;
  }

  synchronized long millis() {
    long now = System.nanoTime();
    if (now - readAt >= REREAD_NANOS) {
      readAt = now;
      try {
        offsetMillis = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
      } catch (IOException | NumberFormatException unreadable) {
        offsetMillis = 0;
      }
    }
    return System.currentTimeMillis() + offsetMillis;
  }
}
