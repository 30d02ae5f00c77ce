package dev.ordeal.checkers;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that an operation does with one object: a call by itself, or a micro-operation of a
 * transaction. Immutable.
 *
 * @param operation that does it
 * @param name {@code read}, {@code write}, {@code cas}, {@code add}, …, in transactions, too;
 *     {@code inc} of a counter in a transaction
 * @param key of the object, {@link Value#NIL} where there is only one
 * @param value what was read, or what a change was given
 */
public record Step(Operation operation, String name, Value key, Value value) {
  private static final String READ = "read";

  /** Whether all of the object is read. */
  public boolean isRead() {
    return name.equals(READ);
  }

  /** An element that what was read has more than once. */
  public Optional<Value> repeated() {
    Set<Value> seen = new HashSet<>();
    return value instanceof Value.Seq elements
        ? elements.items().stream().filter(element -> !seen.add(element)).findFirst()
        : Optional.empty();
  }

  /** What an operation did; of one that did not succeed, what it was asked to. */
  public static List<Step> of(Operation operation) {
    if (!operation.function().equals(Operation.TRANSACTION)) {
      boolean isRead = operation.function().equals(READ);
      return List.of(
          new Step(
              operation,
              operation.function(),
              operation.key(),
              isRead ? operation.result() : operation.argument()));
    }
    Value all = operation.isOk() ? operation.result() : operation.argument();
    return all instanceof Value.Seq micros
        ? micros.items().stream().map(micro -> of(operation, micro)).toList()
        : List.of();
  }

  /** One micro-operation of a transaction. */
  public static Step of(Operation transaction, Value micro) {
    List<Value> parts = micro.asList();
    return new Step(transaction, name(parts.get(0).asText()), parts.get(1), parts.get(2));
  }

  private static String name(String micro) {
    return switch (micro) {
      case "r" -> READ;
      case "w" -> "write";
      default -> micro;
    };
  }
}
