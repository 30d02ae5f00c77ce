package dev.ordeal.checkers.convergence;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that an operation does with one object: a call by itself, or a micro-operation.
 *
 * @param name {@code read}, {@code write}, {@code cas}, {@code add}, …; {@code inc} of a counter in
 *     a transaction
 * @param value what was read, or what a change was given
 */
record Step(Operation operation, String name, Value key, Value value) {
  boolean isRead() {
    return name.equals("read");
  }

  /** An element that what was read has more than once. */
  Optional<Value> repeated() {
    Set<Value> seen = new HashSet<>();
    return value instanceof Value.Seq elements
        ? elements.items().stream().filter(element -> !seen.add(element)).findFirst()
        : Optional.empty();
  }

  /** What an operation does; of one that did not succeed, what it was asked to. */
  static List<Step> of(Operation operation) {
    if (!operation.function().equals("txn")) {
      boolean isRead = operation.function().equals("read");
      return List.of(
          new Step(
              operation,
              operation.function(),
              operation.key(),
              isRead ? operation.result() : operation.argument()));
    }
    Value all = operation.isOk() ? operation.result() : operation.argument();
    return all.asList().stream()
        .map(
            micro -> {
              List<Value> parts = micro.asList();
              return new Step(operation, name(parts.get(0).asText()), parts.get(1), parts.get(2));
            })
        .toList();
  }

  private static String name(String micro) {
    return switch (micro) {
      case "r" -> "read";
      case "w" -> "write";
      default -> micro;
    };
  }
}
