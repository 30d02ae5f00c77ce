package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Several registers changed by atomic transactions of {@code [read k v]} and {@code [write k v]};
 * Knossos' {@code multi-register}. A read of {@code nil} may have seen anything.
 *
 * <p>Such histories do not say what the registers hold at first, so the first read of a register
 * that nobody has written yet settles it.
 */
public record MultiRegisterModel() implements Model<Map<Value, Value>> {
  @Override
  public String name() {
    return "multi-register";
  }

  @Override
  public String description() {
    return "several registers: txn of [read key value] and [write key value]";
  }

  @Override
  public Map<Value, Value> initial() {
    return Map.of();
  }

  @Override
  public boolean isPerKey() {
    return false;
  }

  @Override
  public Optional<Map<Value, Value>> step(Map<Value, Value> state, Operation operation) {
    Map<Value, Value> next = state;
    for (Value micro : microOperations(operation)) {
      List<Value> parts = micro.asList();
      Value key = parts.get(1);
      Value value = parts.get(2);
      if (isRead(parts)) {
        boolean free = operation.isInfo() || value.isNil();
        if (!free && !next.containsKey(key)) {
          next = with(next, key, value);
        } else if (!free && !value.equals(next.get(key))) {
          return Optional.empty();
        }
      } else {
        next = with(next, key, value);
      }
    }
    return Optional.of(next);
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.of(
            "nothing was ever written to a register",
            history -> anyStep(history, operation -> !operation.isFail(), false)),
        Observation.of(
            "no read of a register ever succeeded",
            history -> anyStep(history, Operation::isOk, true)));
  }

  private static boolean anyStep(History history, Predicate<Operation> counted, boolean reads) {
    return history.operations().stream()
        .filter(counted)
        .flatMap(operation -> microOperations(operation).stream())
        .anyMatch(micro -> isRead(micro.asList()) == reads);
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }

  private static Map<Value, Value> with(Map<Value, Value> state, Value key, Value value) {
    Map<Value, Value> next = new HashMap<>(state);
    next.put(key, value);
    return next;
  }

  private static boolean isRead(List<Value> parts) {
    String name = parts.getFirst().asText();
    return switch (name) {
      case "read", "r" -> true;
      case "write", "w" -> false;
      default ->
          throw new IllegalArgumentException(
              "a multi-register knows the micro-operations read and write, not " + name);
    };
  }

  private static List<Value> microOperations(Operation operation) {
    Value value = operation.isOk() ? operation.result() : operation.argument();
    return value.asList();
  }
}
