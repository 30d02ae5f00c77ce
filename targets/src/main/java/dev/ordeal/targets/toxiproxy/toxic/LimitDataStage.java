package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/** Passes so many bytes and closes. */
final class LimitDataStage extends Stage {
  private final Connection connection;
  private long passed;

  LimitDataStage(ToxicSpec spec, Connection connection) {
    super(spec);
    this.connection = connection;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    while (!waiting.isEmpty()) {
      Chunk first = waiting.poll();
      if (first.isEnd()) {
        next.accept(first);
        continue;
      }
      long left = spec.attribute("bytes") - passed;
      int size = (int) Math.max(0, Math.min(first.length(), left));
      passed += size;
      if (size > 0) {
        next.accept(first.head(size));
      }
      if (size < first.length() || passed == spec.attribute("bytes")) {
        drop(dropped);
        next.accept(Chunk.end(now));
        connection.close();
        return IDLE;
      }
    }
    return IDLE;
  }
}
