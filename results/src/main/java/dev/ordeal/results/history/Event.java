package dev.ordeal.results.history;

import java.util.Locale;
import java.util.Objects;

/**
 * One line of a history: an invocation, a completion, or something the nemesis did.
 *
 * @param index position in the history, from 0
 * @param time nanoseconds since the run began; never decreases along a history
 * @param process the logical client, from 0, or {@link #NEMESIS}
 * @param type invocation or kind of completion
 * @param function what was called: {@code read}, {@code write}, {@code partition}, …
 * @param key the object concerned, {@link Value#NIL} where the operation names none
 * @param value argument of an invocation, result of a completion
 * @param error why a completion is not {@code ok}, or the empty string
 * @param node the node that the client talks to; the empty string where that is not recorded
 */
public record Event(
    long index,
    long time,
    int process,
    Type type,
    String function,
    Value key,
    Value value,
    String error,
    String node) {

  /** The process number of the nemesis. */
  public static final int NEMESIS = -1;

  /** The kind of an event. */
  public enum Type {
    INVOKE,
    OK,
    FAIL,
    INFO;

    /** The name used in files. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether an event of this type ends an operation. */
    public boolean isCompletion() {
      return this != INVOKE;
    }
  }

  public Event {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(function, "function");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(node, "node");
  }

  /** An event that names no node. */
  public Event(
      long index,
      long time,
      int process,
      Type type,
      String function,
      Value key,
      Value value,
      String error) {
    this(index, time, process, type, function, key, value, error, "");
  }

  public static Event invoke(
      long index, long time, int process, String function, Value key, Value value) {
    return new Event(index, time, process, Type.INVOKE, function, key, value, "");
  }

  /** The same event, about something else. */
  public Event with(Value otherKey, Value otherValue) {
    return new Event(index, time, process, type, function, otherKey, otherValue, error, node);
  }

  /** The same event of a client that talks to a node. */
  public Event on(String otherNode) {
    return new Event(index, time, process, type, function, key, value, error, otherNode);
  }

  /** The same event, of another process. */
  public Event of(int otherProcess) {
    return new Event(index, time, otherProcess, type, function, key, value, error, node);
  }

  /** The same event under another index. */
  public Event numbered(long otherIndex) {
    return new Event(otherIndex, time, process, type, function, key, value, error, node);
  }

  public boolean byNemesis() {
    return process == NEMESIS;
  }

  @Override
  public String toString() {
    String client = node.isEmpty() ? Integer.toString(process) : process + " @ " + node;
    String who = byNemesis() ? "nemesis" : client;
    String what = key.isNil() ? value.toString() : key + " " + value;
    return who
        + " "
        + type.wireName()
        + " "
        + function
        + " "
        + what
        + (error.isEmpty() ? "" : " (" + error + ")");
  }
}
