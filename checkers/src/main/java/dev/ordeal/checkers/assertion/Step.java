package dev.ordeal.checkers.assertion;

import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.List;

/**
 * A step of a transaction in a {@link TransactionHistory}. Immutable.
 *
 * <p>Lists and registers do not mix in one history: lists are appended to and read as lists,
 * registers are written, and read as values.
 */
public final class Step {
  private final Value asked;
  private final Value answered;

  private Step(Value asked, Value answered) {
    this.asked = asked;
    this.answered = answered;
  }

  /** Appends to a list. */
  public static Step append(Object key, Object element) {
    Value step = Values.of(List.of("append", key, element));
    return new Step(step, step);
  }

  /** Reads a list: all of its elements in order. */
  public static Step readList(Object key, Object... elements) {
    return reading(key, Arrays.asList(elements));
  }

  /** Writes a register. */
  public static Step write(Object key, Object value) {
    Value step = Values.of(List.of("w", key, value));
    return new Step(step, step);
  }

  /**
   * Reads a register.
   *
   * @param value null for nothing: it was never written
   */
  public static Step read(Object key, Object value) {
    return reading(key, value);
  }

  private static Step reading(Object key, Object value) {
    return new Step(
        Values.of(Arrays.asList("r", key, null)), Values.of(Arrays.asList("r", key, value)));
  }

  Value asked() {
    return asked;
  }

  Value answered() {
    return answered;
  }
}
