package dev.ordeal.checkers.shrinking;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Set;

/**
 * What an operation does with one object: a call by itself, or a micro-operation.
 *
 * @param value what was read, or what a change was given
 */
record Step(String function, Value key, Value value) {
  private static final Set<String> READ_ONLY = Set.of("r", "read", "contains", "echo", "generate");

  /** What an operation did; of one that did not succeed, what it was asked to. */
  static List<Step> of(Operation operation) {
    if (!operation.function().equals(Operation.TRANSACTION)) {
      boolean isRead = operation.function().equals("read");
      Value value = isRead && operation.isOk() ? operation.result() : operation.argument();
      return List.of(new Step(operation.function(), operation.key(), value));
    }
    Value all = operation.isOk() ? operation.result() : operation.argument();
    return all instanceof Value.Seq steps
        ? steps.items().stream().map(Step::of).toList()
        : List.of();
  }

  /** Of one micro-operation. */
  static Step of(Value micro) {
    List<Value> parts = micro.asList();
    return new Step(parts.get(0).asText(), parts.get(1), parts.get(2));
  }

  boolean isRead() {
    return READ_ONLY.contains(function);
  }
}
