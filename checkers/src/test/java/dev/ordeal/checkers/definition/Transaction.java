package dev.ordeal.checkers.definition;

import java.util.List;

/**
 * A transaction as its client saw it.
 *
 * @param process its session
 * @param start position of its invocation among all events
 * @param end position of its completion
 * @param outcome whether it committed; unknown if it ended with {@code info}
 * @param micros its reads and writes in order; reads mean nothing unless it committed for certain
 */
record Transaction(int process, int start, int end, Outcome outcome, List<Micro> micros) {
  /** What its client knows of a transaction. */
  enum Outcome {
    COMMITTED,
    ABORTED,
    UNKNOWN
  }

  Transaction {
    micros = List.copyOf(micros);
  }

  boolean isCertain() {
    return outcome == Outcome.COMMITTED;
  }

  /** Whether it ended before another began, as far as its client can know. */
  boolean isBefore(Transaction other) {
    return outcome != Outcome.UNKNOWN && end < other.start;
  }

  boolean isBeforeInSession(Transaction other) {
    return process == other.process && end < other.start;
  }

  /** The values that it writes to a key before a micro-operation, in order. */
  List<Integer> written(int key, int before) {
    return micros.subList(0, before).stream()
        .filter(micro -> !micro.isRead() && micro.key() == key)
        .map(Micro::value)
        .toList();
  }

  /** All values that it writes to a key, in order. */
  List<Integer> written(int key) {
    return written(key, micros.size());
  }

  boolean writes(int key) {
    return micros.stream().anyMatch(micro -> !micro.isRead() && micro.key() == key);
  }

  Transaction with(List<Micro> others) {
    return new Transaction(process, start, end, outcome, others);
  }
}
