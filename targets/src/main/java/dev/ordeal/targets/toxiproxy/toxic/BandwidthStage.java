package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/** Lets rate thousand bytes a second through, in slices of at most 100 ms; nothing at rate 0. */
final class BandwidthStage extends Stage {
  private static final long SLICE_MILLIS = 100;
  private final Connection connection;
  private long freeAt;

  BandwidthStage(ToxicSpec spec, Connection connection) {
    super(spec);
    this.connection = connection;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    while (!waiting.isEmpty()) {
      long rate = spec.attribute("rate");
      Chunk first = waiting.peek();
      if (first.isEnd()) {
        if (freeAt > now) {
          return freeAt;
        }
        next.accept(waiting.poll());
        continue;
      }
      if (rate <= 0) {
        return IDLE;
      }
      freeAt = Math.max(freeAt, first.time());
      int size = (int) Math.min(first.length(), rate * SLICE_MILLIS);
      long due = freeAt + millis(1) * size / rate;
      if (due > now) {
        return due;
      }
      freeAt = due;
      waiting.poll();
      if (size < first.length()) {
        waiting.addFirst(first.behind(size));
        connection.cut();
      }
      next.accept(first.head(size).at(due));
    }
    return IDLE;
  }
}
