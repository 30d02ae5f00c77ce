package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/** Resets the connection a time after the first bytes, or the end, that it sees. */
final class ResetPeerStage extends Stage {
  private final Connection connection;

  ResetPeerStage(ToxicSpec spec, Connection connection) {
    super(spec);
    this.connection = connection;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    if (waiting.isEmpty()) {
      return IDLE;
    }
    // The timeout may be changed meanwhile.
    long due = waiting.peek().time() + millis(spec.attribute("timeout"));
    if (due <= now) {
      drop(dropped);
      connection.reset();
      return IDLE;
    }
    return due;
  }
}
