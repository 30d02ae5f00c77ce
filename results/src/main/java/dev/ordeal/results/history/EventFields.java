package dev.ordeal.results.history;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Gathers the fields of one event under any of their names and turns them into an {@link Event}.
 *
 * <p>Short names are ours ({@code i t p type f k v e}); long ones are Jepsen's ({@code index time
 * process type f key value error}). Other fields are ignored: foreign histories carry many.
 */
final class EventFields {
  private static final Map<String, Event.Type> TYPES = new HashMap<>();

  static {
    for (Event.Type type : Event.Type.values()) {
      TYPES.put(type.wireName(), type);
    }
  }

  private Value index = Value.NIL;
  private Value time = Value.NIL;
  private Value process = Value.NIL;
  private Value type = Value.NIL;
  private Value function = Value.NIL;
  private Value key = Value.NIL;
  private Value value = Value.NIL;
  private Value error = Value.NIL;
  private final Map<String, String> functionNames = new HashMap<>();

  void clear() {
    index = Value.NIL;
    time = Value.NIL;
    process = Value.NIL;
    type = Value.NIL;
    function = Value.NIL;
    key = Value.NIL;
    value = Value.NIL;
    error = Value.NIL;
  }

  void put(String name, Value field) {
    switch (name) {
      case "i", "index" -> index = field;
      case "t", "time" -> time = field;
      case "p", "process" -> process = field;
      case "type" -> type = field;
      case "f" -> function = field;
      case "k", "key" -> key = field;
      case "v", "value" -> value = field;
      case "e", "error" -> error = field;
      default -> {
        // A field of somebody else's; nothing of ours depends on it.
      }
    }
  }

  /**
   * The event these fields describe.
   *
   * @param position used as index and time where the history has none
   * @throws IllegalArgumentException with the field that is wrong
   */
  Event toEvent(long position) {
    Event.Type kind = TYPES.get(type.asText().toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw new IllegalArgumentException(
          "field \"type\" must be one of invoke, ok, fail, info; it is "
              + (type.isNil() ? "missing" : type));
    }
    if (function.isNil()) {
      throw new IllegalArgumentException("field \"f\" is missing");
    }
    String name = functionNames.computeIfAbsent(function.asText(), n -> n);
    return new Event(
        index.isNil() ? position : number("i", index),
        time.isNil() ? position : number("t", time),
        processNumber(),
        kind,
        name,
        key,
        value,
        error.isNil() ? "" : error.asText());
  }

  private int processNumber() {
    return switch (process) {
      case Value.Int number when number.value() >= 0 && number.value() <= Integer.MAX_VALUE ->
          (int) number.value();
      case Value.Text text when text.value().equals("nemesis") -> Event.NEMESIS;
      default ->
          throw new IllegalArgumentException(
              "field \"p\" must be a process number from 0 or \"nemesis\"; it is " + process);
    };
  }

  private static long number(String field, Value value) {
    if (value instanceof Value.Int number) {
      return number.value();
    }
    throw new IllegalArgumentException(
        "field \"%s\" must be a whole number; it is %s".formatted(field, value));
  }
}
