package dev.ordeal.checkers.session;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What sessions (processes) did, step by step; a step reads or writes one object. A transaction is
 * several steps in a row, a compare-and-set a read and a write.
 *
 * <p>Left out are failed operations, reads of unknown outcome, and writes of unknown outcome that
 * nobody saw.
 */
final class Trace {
  /** What a read shows: the last write, all in their order, or all. */
  enum Shape {
    REGISTER,
    LIST,
    SET
  }

  /**
   * One read or write.
   *
   * @param place its number among its session's steps
   * @param key the object's number
   * @param value what was read or written
   * @param shown of a read, the numbers of the writes that it shows, a list's in order; a
   *     register's is one, or none for the initial value
   */
  record Step(
      Operation operation,
      int session,
      int place,
      int key,
      Value value,
      boolean isWrite,
      int[] shown) {}

  private record Part(Operation operation, Value key, boolean isWrite, Value value) {}

  private record Slot(Value key, Value value) {}

  private static final int[] NONE = {};

  private final Value initial;
  final Shape shape;
  final List<Step> steps = new ArrayList<>();
  final List<Value> keys = new ArrayList<>();

  /** By session, and by session and key: steps, and writes, in order. */
  final List<int[]> sessions = new ArrayList<>();

  final List<Map<Integer, int[]>> writes = new ArrayList<>();

  private String ambiguity = "";
  private String phantom = "";
  private Operation phantomReader;

  /**
   * Takes the steps of a history.
   *
   * @param initial what registers hold before anybody wrote them
   */
  Trace(History history, Value initial) {
    this.initial = initial;
    shape = shape(history);
    Map<Slot, Integer> writers = new HashMap<>();
    Map<Integer, Integer> sessionNumbers = new HashMap<>();
    Map<Value, Integer> keyNumbers = new HashMap<>();
    List<List<Integer>> bySession = new ArrayList<>();
    List<Part> parts = parts(history);
    for (Part part : parts) {
      int number = steps.size();
      int session =
          sessionNumbers.computeIfAbsent(part.operation().process(), p -> bySession.size());
      if (session == bySession.size()) {
        bySession.add(new ArrayList<>());
      }
      int key = keyNumbers.computeIfAbsent(part.key(), k -> keyNumbers.size());
      if (key == keys.size()) {
        keys.add(part.key());
      }
      List<Integer> own = bySession.get(session);
      steps.add(
          new Step(part.operation(), session, own.size(), key, part.value(), part.isWrite(), NONE));
      own.add(number);
      if (part.isWrite() && shape == Shape.REGISTER && part.value().equals(initial)) {
        ambiguity = "the initial value %s was written to %s".formatted(initial, part.key());
      }
      if (part.isWrite() && writers.put(new Slot(part.key(), part.value()), number) != null) {
        ambiguity = "%s was written twice to %s".formatted(part.value(), part.key());
      }
    }
    for (List<Integer> own : bySession) {
      sessions.add(own.stream().mapToInt(i -> i).toArray());
      writes.add(writesOf(own));
    }
    steps.replaceAll(step -> step.isWrite() ? step : linked(step, writers));
  }

  /** Why reads do not tell whose writes they show; empty if they do. */
  String ambiguity() {
    return ambiguity;
  }

  /** How a read shows what nobody wrote; empty if none does. */
  String phantom() {
    return phantom;
  }

  Operation phantomReader() {
    return phantomReader;
  }

  Step step(int number) {
    return steps.get(number);
  }

  /** How many of a session's first steps write a key. */
  int countWrites(int session, int key, int placesBefore) {
    int[] own = writes.get(session).get(key);
    if (own == null) {
      return 0;
    }
    int low = 0;
    int high = own.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (step(own[middle]).place() < placesBefore) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Map<Integer, int[]> writesOf(List<Integer> own) {
    Map<Integer, List<Integer>> byKey = new HashMap<>();
    for (int number : own) {
      if (step(number).isWrite()) {
        byKey.computeIfAbsent(step(number).key(), k -> new ArrayList<>()).add(number);
      }
    }
    Map<Integer, int[]> arrays = new HashMap<>();
    byKey.forEach((key, list) -> arrays.put(key, list.stream().mapToInt(i -> i).toArray()));
    return arrays;
  }

  private Step linked(Step read, Map<Slot, Integer> writers) {
    List<Value> values = values(read.value());
    int[] shown = new int[values.size()];
    for (int i = 0; i < shown.length; i++) {
      Integer writer = writers.get(new Slot(keys.get(read.key()), values.get(i)));
      if (writer == null) {
        phantom =
            "%s read %s from %s, which nobody wrote, or only an operation that failed."
                .formatted(read.operation().label(), values.get(i), keys.get(read.key()));
        phantomReader = read.operation();
        return read;
      }
      shown[i] = writer;
    }
    if (Arrays.stream(shown).distinct().count() < shown.length) {
      phantom =
          "%s read %s from %s: an element twice that was written once."
              .formatted(read.operation().label(), read.value(), keys.get(read.key()));
      phantomReader = read.operation();
    }
    return new Step(
        read.operation(), read.session(), read.place(), read.key(), read.value(), false, shown);
  }

  private List<Value> values(Value seen) {
    if (shape == Shape.REGISTER) {
      return seen.equals(initial) ? List.of() : List.of(seen);
    }
    return seen.isNil() ? List.of() : seen.asList();
  }

  // Which operations count.

  private List<Part> parts(History history) {
    Set<Slot> seen = new HashSet<>();
    List<Operation> unknown = new ArrayList<>();
    Set<Long> kept = new HashSet<>();
    for (Operation operation : history.operations()) {
      if (operation.isOk()) {
        keep(operation, kept, seen);
      } else if (operation.isInfo()) {
        unknown.add(operation);
      }
    }
    for (boolean changed = true; changed; ) {
      changed = false;
      for (Operation operation : unknown) {
        if (!kept.contains(operation.invocation().index())
            && split(operation).stream()
                .anyMatch(p -> p.isWrite() && seen.contains(new Slot(p.key(), p.value())))) {
          keep(operation, kept, seen);
          changed = true;
        }
      }
    }
    List<Part> parts = new ArrayList<>();
    for (Operation operation : history.operations()) {
      if (kept.contains(operation.invocation().index())) {
        parts.addAll(split(operation));
      }
    }
    return parts;
  }

  private void keep(Operation operation, Set<Long> kept, Set<Slot> seen) {
    kept.add(operation.invocation().index());
    for (Part part : split(operation)) {
      if (!part.isWrite()) {
        values(part.value()).forEach(value -> seen.add(new Slot(part.key(), value)));
      }
    }
  }

  /** What the objects are, by how they are changed; by what was read where nobody changed any. */
  private static Shape shape(History history) {
    boolean isList = false;
    for (Operation operation : history.operations()) {
      for (String function : functions(operation)) {
        switch (function) {
          case "append" -> {
            return Shape.LIST;
          }
          case "add" -> {
            return Shape.SET;
          }
          case "write", "cas", "w" -> {
            return Shape.REGISTER;
          }
          default -> {}
        }
      }
      isList |=
          split(operation).stream()
              .anyMatch(part -> !part.isWrite() && part.value() instanceof Value.Seq);
    }
    return isList ? Shape.LIST : Shape.REGISTER;
  }

  /** What an operation does, or the parts of a transaction. */
  private static List<String> functions(Operation operation) {
    return operation.function().equals("txn")
        ? operation.argument().asList().stream()
            .map(micro -> micro.asList().getFirst().asText())
            .toList()
        : List.of(operation.function());
  }

  /** Whether an operation, or a part of it, is a read that was answered. */
  static boolean reads(Operation operation) {
    return operation.isOk() && split(operation).stream().anyMatch(part -> !part.isWrite());
  }

  private static List<Part> split(Operation operation) {
    Value key = operation.key();
    return switch (operation.function()) {
      case "read" ->
          operation.isOk()
              ? List.of(new Part(operation, key, false, operation.result()))
              : List.of();
      case "write", "append", "add" ->
          List.of(new Part(operation, key, true, operation.argument()));
      case "cas" -> {
        List<Value> values = operation.argument().asList();
        yield List.of(
            new Part(operation, key, false, values.getFirst()),
            new Part(operation, key, true, values.getLast()));
      }
      case "txn" -> splitTransaction(operation);
      default ->
          throw new IllegalArgumentException(
              "operation #%d: sessions are judged by read, write, cas, append and add, not by %s"
                  .formatted(operation.invocation().index(), operation.function()));
    };
  }

  private static List<Part> splitTransaction(Operation operation) {
    List<Part> parts = new ArrayList<>();
    Value all = operation.isOk() ? operation.result() : operation.argument();
    for (Value micro : all.asList()) {
      List<Value> fields = micro.asList();
      boolean isRead =
          switch (fields.getFirst().asText()) {
            case "r", "read" -> true;
            case "w", "write", "append", "add" -> false;
            default ->
                throw new IllegalArgumentException(
                    "operation #%d: sessions are judged by r, w, append and add, not by %s"
                        .formatted(operation.invocation().index(), fields.getFirst()));
          };
      if (!isRead || operation.isOk()) {
        parts.add(new Part(operation, fields.get(1), !isRead, fields.get(2)));
      }
    }
    return parts;
  }
}
