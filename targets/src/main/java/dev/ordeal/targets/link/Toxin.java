package dev.ordeal.targets.link;

/** What can be done to a link. Times are milliseconds, rates thousand bytes a second. */
public sealed interface Toxin {

  /** Nothing gets through; connections stay open, as when packets are lost. */
  record Cut() implements Toxin {}

  record Latency(long millis, long jitterMillis) implements Toxin {}

  record Bandwidth(long rate) implements Toxin {}

  /** Connections are reset once bytes flow and a time has passed. */
  record Reset(long afterMillis) implements Toxin {}

  /** Data arrives in small pieces with pauses. */
  record Slice(long averageBytes, long pauseMicros) implements Toxin {}

  /** Data stops, and connections close after a time. */
  record Timeout(long afterMillis) implements Toxin {}
}
