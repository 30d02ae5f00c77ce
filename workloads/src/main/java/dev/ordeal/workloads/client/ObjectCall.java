package dev.ordeal.workloads.client;

import dev.ordeal.results.history.Value;
import java.util.Objects;

/**
 * A call of a workload whose functions need no types of their own.
 *
 * @param object number of the object concerned, which is the key in the history
 * @param number the argument; 0 if there is none
 */
public record ObjectCall(String function, long object, boolean hasArgument, long number)
    implements Call {
  public ObjectCall {
    Objects.requireNonNull(function, "function");
  }

  public static ObjectCall of(String function, long object) {
    return new ObjectCall(function, object, false, 0);
  }

  public static ObjectCall of(String function, long object, long number) {
    return new ObjectCall(function, object, true, number);
  }

  @Override
  public Value key() {
    return Value.of(object);
  }

  /** Whether it is a read, or asks whether a set contains something. */
  @Override
  public boolean isReadOnly() {
    return function.equals("read") || function.equals("contains");
  }

  @Override
  public Value argument() {
    return hasArgument ? Value.of(number) : Value.NIL;
  }
}
