package dev.ordeal.targets.toxiproxy.toxic;

import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Delays each chunk by latency ± jitter from its arrival; chunks keep their order. The end of the
 * stream follows the last chunk without a delay of its own. A change of the attributes counts for
 * what waits already.
 */
final class LatencyStage extends Stage {
  private final SplittableRandom random;
  private Chunk head;

  /** The draw for the head, from -1 to 1: the jitter may change while it waits. */
  private double drawn;

  LatencyStage(ToxicSpec spec, SplittableRandom random) {
    super(spec);
    this.random = random;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    while (!waiting.isEmpty()) {
      Chunk first = waiting.peek();
      if (first.isEnd()) {
        next.accept(waiting.poll());
        continue;
      }
      if (first != head) {
        head = first;
        drawn = 2 * random.nextDouble() - 1;
      }
      long jitter = (long) (drawn * Math.max(0, spec.attribute("jitter")));
      long due = first.time() + millis(spec.attribute("latency") + jitter);
      if (due > now) {
        return due;
      }
      waiting.poll();
      next.accept(first.at(due));
    }
    return IDLE;
  }
}
