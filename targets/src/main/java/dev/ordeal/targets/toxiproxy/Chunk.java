package dev.ordeal.targets.toxiproxy;

import java.util.Arrays;

/**
 * Some bytes on their way, or the end of the stream.
 *
 * @param bytes null for the end of the stream
 * @param time {@link System#nanoTime} at which they arrived, moved on by every delay they suffered
 */
record Chunk(byte[] bytes, long time) {
  static Chunk end(long time) {
    return new Chunk(null, time);
  }

  boolean isEnd() {
    return bytes == null;
  }

  int length() {
    return isEnd() ? 0 : bytes.length;
  }

  Chunk at(long newTime) {
    return new Chunk(bytes, newTime);
  }

  Chunk slice(int from, int to) {
    return new Chunk(Arrays.copyOfRange(bytes, from, to), time);
  }
}
