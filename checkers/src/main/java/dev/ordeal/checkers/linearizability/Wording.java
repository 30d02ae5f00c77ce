package dev.ordeal.checkers.linearizability;

import dev.ordeal.results.history.Operation;

/** How explanations speak of operations. */
final class Wording {
  private Wording() {}

  /** {@code read #12 of process 3}. */
  static String name(Operation op) {
    return "%s %s of process %d".formatted(op.function(), op.label(), op.process());
  }

  static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
