package dev.ordeal.targets.toxiproxy;

import dev.ordeal.targets.toxiproxy.toxic.Chunk;
import java.util.concurrent.Semaphore;

/**
 * Bounds the memory of what is under way in one direction of one connection, bytes and what each
 * chunk takes beside them. Thread-safe.
 */
final class Room {
  /** About what a fast connection has under way at 100 ms and 20 MB/s. */
  private static final int BYTES_MAX = 2 * 1024 * 1024;

  /** Objects and queue entries of one chunk. */
  private static final int CHUNK_BYTES = 128;

  private static final class Bytes extends Semaphore {
    private static final long serialVersionUID = 1L;

    Bytes() {
      super(BYTES_MAX);
    }

    void overdraw(int bytes) {
      reducePermits(bytes);
    }
  }

  private final Bytes free = new Bytes();

  /** Waits until there is room for a chunk. */
  void take(Chunk chunk) throws InterruptedException {
    free.acquire(chunk.length() + CHUNK_BYTES);
  }

  /** A chunk was written or dropped. */
  void give(Chunk chunk) {
    if (!chunk.isEnd()) {
      free.release(chunk.length() + CHUNK_BYTES);
    }
  }

  /** One chunk became two; never waits, but {@link #take} does until they are gone. */
  void cut() {
    free.overdraw(CHUNK_BYTES);
  }

  boolean isOverdrawn() {
    return free.availablePermits() < 0;
  }

  /** Lets whatever waits for room go on, for good. */
  void open() {
    free.release(1 << 30);
  }
}
