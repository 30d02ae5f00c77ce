package dev.ordeal.targets.toxiproxy.toxic;

/**
 * Some bytes on their way, or the end of the stream. A view of an array that nobody writes to any
 * more: cutting a chunk into pieces copies nothing.
 *
 * @param bytes holds the data; null for the end of the stream
 * @param from index of the first byte in {@code bytes}
 * @param to index behind the last byte in {@code bytes}
 * @param time {@link System#nanoTime} at which they arrived, moved on by every delay they suffered
 */
public record Chunk(byte[] bytes, int from, int to, long time) {
  /** All of an array. */
  public static Chunk of(byte[] bytes, long time) {
    return new Chunk(bytes, 0, bytes.length, time);
  }

  /** The end of the stream. */
  public static Chunk end(long time) {
    return new Chunk(null, 0, 0, time);
  }

  /** Whether it is the end of the stream. */
  public boolean isEnd() {
    return bytes == null;
  }

  /** How many bytes. */
  public int length() {
    return to - from;
  }

  /** The same bytes at another time. */
  public Chunk at(long newTime) {
    return new Chunk(bytes, from, to, newTime);
  }

  /** The first {@code length} bytes. */
  public Chunk head(int length) {
    return new Chunk(bytes, from, from + length, time);
  }

  /** All but the first {@code length} bytes. */
  public Chunk behind(int length) {
    return new Chunk(bytes, from + length, to, time);
  }
}
