package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Brief;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Gathers the fields of one event under any of their names and turns them into an {@link Event}.
 *
 * <p>Short names are Ordeal's ({@code i t p n type f k v e}); long ones are Jepsen's ({@code index
 * time process node type f key value error}), with or without a namespace. Other fields are
 * ignored: foreign histories carry many.
 */
public final class EventFields {
  private static final Map<String, Event.Type> TYPES = new HashMap<>();
  private static final Map<String, Field> BY_NAME = new HashMap<>();

  private enum Field {
    INDEX("i", "index"),
    TIME("t", "time"),
    PROCESS("p", "process"),
    NODE("n", "node"),
    TYPE("type", "type"),
    FUNCTION("f", "f"),
    KEY("k", "key"),
    VALUE("v", "value"),
    ERROR("e", "error");

    private final String brief;
    private final String full;

    Field(String brief, String full) {
      this.brief = brief;
      this.full = full;
    }
  }

  static {
    for (Event.Type type : Event.Type.values()) {
      TYPES.put(type.wireName(), type);
    }
    for (Field field : Field.values()) {
      BY_NAME.put(field.brief, field);
      BY_NAME.put(field.full, field);
    }
  }

  private final Map<Field, Value> values = new EnumMap<>(Field.class);
  private final Map<Field, String> names = new EnumMap<>(Field.class);
  private final Map<String, String> functionNames = new HashMap<>();
  private final Map<String, String> nodeNames = new HashMap<>();
  private boolean isBrief;
  private boolean isKnown;
  private boolean isEmpty;

  /** Forgets all fields: the next event begins. */
  public void clear() {
    values.clear();
    names.clear();
    isBrief = false;
    isKnown = false;
    isEmpty = true;
  }

  /** Notes that a field begins, whose value may be cut off. */
  void begin(String name) {
    isEmpty = false;
    isKnown |= BY_NAME.containsKey(plain(name));
  }

  private static String plain(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Notes a field under the name that the file gives it. */
  public void put(String name, Value value) {
    begin(name);
    String plain = plain(name);
    Field field = BY_NAME.get(plain);
    boolean isOther =
        field == null || (plain.length() < name.length() && values.containsKey(field));
    if (isOther) {
      // Another tool's field, on which nothing here depends.
      return;
    }
    isBrief |= !field.brief.equals(field.full) && plain.equals(field.brief);
    names.put(field, name);
    values.put(field, value);
  }

  /** Splits the value into the event's key and its value, if it is a tuple of both. */
  public void splitValue(Value tuple) {
    if (tuple != null && tuple == get(Field.VALUE)) {
      values.put(Field.KEY, tuple.asList().getFirst());
      values.put(Field.VALUE, KeyTuples.rest(tuple));
    }
  }

  /** Whether these may be the first fields of an event of which the others were cut off. */
  public boolean mayBeCutOff() {
    return isKnown || isEmpty;
  }

  private Value get(Field field) {
    return values.getOrDefault(field, Value.NIL);
  }

  /** The name that the file gives a field, or would give by those of the others. */
  private String name(Field field) {
    String fallback = isBrief ? field.brief : field.full;
    return "\"" + names.getOrDefault(field, fallback) + "\"";
  }

  /**
   * The event these fields describe.
   *
   * @param position used as index and time where the history has none
   * @throws IllegalArgumentException with the field that is wrong
   */
  public Event toEvent(long position) {
    Value type = get(Field.TYPE);
    Event.Type kind = TYPES.get(type.asText().toLowerCase(Locale.ROOT));
    if (kind == null) {
      throw new IllegalArgumentException(
          "field %s must be one of invoke, ok, fail, info; it is %s"
              .formatted(name(Field.TYPE), type.isNil() ? "missing" : Brief.quoted(type)));
    }
    Value error = get(Field.ERROR);
    return new Event(
        number(Field.INDEX, position),
        number(Field.TIME, position),
        processNumber(),
        kind,
        function(kind),
        get(Field.KEY),
        get(Field.VALUE),
        error.isNil() ? "" : error.asText(),
        node());
  }

  /** Other tools have fields of that name that hold something else. */
  private String node() {
    return get(Field.NODE) instanceof Value.Text text
        ? nodeNames.computeIfAbsent(text.value(), n -> n)
        : "";
  }

  /** The function's name; of a completion without one, {@link EventTable#SAME_FUNCTION}. */
  private String function(Event.Type kind) {
    Value function = get(Field.FUNCTION);
    if (!function.isNil()) {
      return functionNames.computeIfAbsent(function.asText(), n -> n);
    }
    if (get(Field.VALUE) instanceof Value.Seq seq && MicroOps.isTransaction(seq)) {
      return Operation.TRANSACTION;
    }
    if (kind.isCompletion()) {
      return EventTable.SAME_FUNCTION;
    }
    throw new IllegalArgumentException("field " + name(Field.FUNCTION) + " is missing");
  }

  private int processNumber() {
    Value process = get(Field.PROCESS);
    return switch (process) {
      case Value.Nil nil -> EventTable.ANONYMOUS;
      case Value.Int number when number.value() >= 0 && number.value() <= Integer.MAX_VALUE ->
          (int) number.value();
      case Value.Text text when text.value().equals("nemesis") -> Event.NEMESIS;
      default ->
          throw new IllegalArgumentException(
              "field %s must be a process number from 0 or \"nemesis\"; it is %s"
                  .formatted(name(Field.PROCESS), Brief.quoted(process)));
    };
  }

  private long number(Field field, long otherwise) {
    return switch (get(field)) {
      case Value.Nil nil -> otherwise;
      case Value.Int number -> number.value();
      case Value other ->
          throw new IllegalArgumentException(
              "field %s must be a whole number; it is %s"
                  .formatted(name(field), Brief.quoted(other)));
    };
  }
}
