package dev.ordeal.targets.link;

/** What can be done to a link. Times are milliseconds, rates thousand bytes a second. */
public sealed interface LinkToxic {

  /** For people. */
  String describe();

  /** Nothing gets through; connections stay open, as when packets are lost. */
  record Cut() implements LinkToxic {
    @Override
    public String describe() {
      return "cut";
    }
  }

  record Latency(long millis, long jitterMillis) implements LinkToxic {
    @Override
    public String describe() {
      return "latency %d ms ± %d ms".formatted(millis, jitterMillis);
    }
  }

  record Bandwidth(long rate) implements LinkToxic {
    @Override
    public String describe() {
      return "bandwidth %d kB/s".formatted(rate);
    }
  }

  /** Connections are reset once bytes flow and a time has passed. */
  record Reset(long afterMillis) implements LinkToxic {
    @Override
    public String describe() {
      return "reset after %d ms".formatted(afterMillis);
    }
  }

  /** Data arrives in small pieces with pauses. */
  record Slice(long averageBytes, long pauseMicros) implements LinkToxic {
    @Override
    public String describe() {
      return "pieces of %d bytes, %d µs apart".formatted(averageBytes, pauseMicros);
    }
  }

  /** Data stops, and connections close after a time. */
  record Timeout(long afterMillis) implements LinkToxic {
    @Override
    public String describe() {
      return "silence, closed after %d ms".formatted(afterMillis);
    }
  }
}
