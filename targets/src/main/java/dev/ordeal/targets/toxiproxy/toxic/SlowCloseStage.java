package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/** Holds back the end of the stream. */
final class SlowCloseStage extends Stage {
  SlowCloseStage(ToxicSpec spec) {
    super(spec);
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    while (!waiting.isEmpty()) {
      Chunk first = waiting.peek();
      long due = first.time() + millis(spec.attribute("delay"));
      if (first.isEnd() && due > now) {
        return due;
      }
      next.accept(waiting.poll());
    }
    return IDLE;
  }
}
