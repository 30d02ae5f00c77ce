package dev.ordeal.targets.toxiproxy.toxic;

import java.util.function.Consumer;

/**
 * Drops everything and closes after a time, counted from when the toxic came, whether or not there
 * is traffic; never at 0. The end of the stream closes at once; taking the toxic away closes, for
 * bytes are missing.
 */
final class TimeoutStage extends Stage {
  private final Connection connection;
  private final long since;

  TimeoutStage(ToxicSpec spec, Connection connection, long since) {
    super(spec);
    this.connection = connection;
    this.since = since;
  }

  @Override
  public long pump(long now, Consumer<Chunk> next, Consumer<Chunk> dropped) {
    boolean ended = waiting.stream().anyMatch(Chunk::isEnd);
    drop(dropped);
    long timeout = spec.attribute("timeout");
    long due = timeout > 0 ? since + millis(timeout) : IDLE;
    if (ended || due <= now) {
      connection.close();
      return IDLE;
    }
    return due;
  }

  @Override
  public void removed(Consumer<Chunk> next) {
    connection.close();
  }
}
