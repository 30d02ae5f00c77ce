package dev.ordeal.targets.toxiproxy.toxic;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Cuts chunks into pieces of a size ± variation, with a pause after each. */
final class SlicerStage extends Stage {
  /** When to look again whether the stages behind have passed something on. */
  private static final long CROWDED_MILLIS = 2;

  private final SplittableRandom random;
  private final Connection connection;
  private long freeAt;

  SlicerStage(ToxicSpec spec, SplittableRandom random, Connection connection) {
    super(spec);
    this.random = random;
    this.connection = connection;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    while (!waiting.isEmpty()) {
      if (freeAt > now) {
        return freeAt;
      }
      if (connection.isCrowded()) {
        return now + millis(CROWDED_MILLIS);
      }
      Chunk first = waiting.poll();
      if (first.isEnd()) {
        next.accept(first);
        continue;
      }
      int size = pieceSize(first.length());
      if (size < first.length()) {
        waiting.addFirst(first.behind(size));
        connection.cut();
      }
      next.accept(first.head(size).at(Math.max(first.time(), freeAt)));
      freeAt = now + TimeUnit.MICROSECONDS.toNanos(Math.max(0, spec.attribute("delay")));
    }
    return IDLE;
  }

  private int pieceSize(int length) {
    long average = spec.attribute("average_size");
    if (average <= 0) {
      return length;
    }
    long variation = Math.max(0, Math.min(spec.attribute("size_variation"), average - 1));
    long drawn = variation == 0 ? 0 : random.nextLong(2 * variation + 1) - variation;
    return (int) Math.max(1, Math.min(length, average + drawn));
  }
}
