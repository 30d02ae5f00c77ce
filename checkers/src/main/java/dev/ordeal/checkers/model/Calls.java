package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;

/** What models have in common when they meet an operation that is not theirs. */
final class Calls {
  private Calls() {}

  static IllegalArgumentException unknown(Operation operation, String type, String functions) {
    return new IllegalArgumentException(
        "operation %d: %s knows %s, not %s"
            .formatted(operation.invocation().index(), type, functions, operation.function()));
  }
}
