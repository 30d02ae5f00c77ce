package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/** Passes everything on. */
final class PassStage extends Stage {
  PassStage(ToxicSpec spec) {
    super(spec);
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    removed(next);
    return IDLE;
  }
}
