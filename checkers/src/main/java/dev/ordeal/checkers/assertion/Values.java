package dev.ordeal.checkers.assertion;

import dev.ordeal.results.history.Value;
import java.util.List;

/** Java's objects as values of a history. */
final class Values {
  private Values() {}

  /**
   * Converts an object.
   *
   * @throws IllegalArgumentException if it is of a type that histories have not
   */
  static Value of(Object object) {
    return switch (object) {
      case null -> Value.NIL;
      case Value value -> value;
      case Long number -> Value.of(number);
      case Integer number -> Value.of(number);
      case Short number -> Value.of(number);
      case Byte number -> Value.of(number);
      case Boolean flag -> Value.of(flag);
      case String text -> Value.of(text);
      case List<?> list -> new Value.Seq(list.stream().map(Values::of).toList());
      default ->
          throw new IllegalArgumentException(
              "a history holds whole numbers, strings, booleans and lists of these, not "
                  + object.getClass().getName());
    };
  }
}
