package dev.ordeal.targets.toxiproxy;

import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes that all connections of a proxy carried in one direction. Thread-safe. */
final class TrafficCounter {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  void received(int bytes) {
    received.add(bytes);
  }

  void sent(int bytes) {
    sent.add(bytes);
  }

  /** Bytes that came from the sender. */
  long receivedBytes() {
    return received.sum();
  }

  /** Bytes that were passed on to the receiver. */
  long sentBytes() {
    return sent.sum();
  }
}
