package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Value;

/**
 * What is known of the operations on one key.
 *
 * @param operations the rows of the key's operations
 * @param answer what is known
 */
record KeyResult(Value key, int[] operations, Answer answer) {
  /** What is known of a key. */
  sealed interface Answer {}

  /** There is an order. */
  record Linearizable() implements Answer {}

  /** There is none. */
  record Violated(Finding.Violation violation) implements Answer {}

  /** The time of its turns was used up; or it had none yet. */
  record OutOfTime(String message) implements Answer {}

  /** Memory was used up. */
  record OutOfMemory(String message) implements Answer {}

  /** A step of the user's model went on when all time was used up. */
  record NotReturned(String message) implements Answer {}

  /** The model, or the search, threw something. */
  record Failed(Throwable thrown) implements Answer {}

  boolean isDecided() {
    return answer instanceof Linearizable || answer instanceof Violated;
  }

  /** Whether more time might decide it. */
  boolean wantsTime() {
    return answer instanceof OutOfTime;
  }

  /** Why it is undecided; empty if it is decided. */
  String undecided() {
    return switch (answer) {
      case Linearizable held -> "";
      case Violated violated -> "";
      case OutOfTime spent -> spent.message();
      case OutOfMemory spent -> spent.message();
      case NotReturned late -> late.message();
      case Failed failed -> "the check failed: " + failed.thrown();
    };
  }

  KeyResult with(Answer other) {
    return new KeyResult(key, operations, other);
  }
}
