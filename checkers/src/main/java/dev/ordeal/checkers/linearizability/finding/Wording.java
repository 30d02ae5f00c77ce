package dev.ordeal.checkers.linearizability.finding;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How explanations speak of operations. */
public final class Wording {
  private static final Pattern LITERAL =
      Pattern.compile("[-+]?[0-9][0-9.eE+-]*|nil|null|true|false|");

  private Wording() {}

  /** {@code read #12 of process 3}. */
  public static String name(Operation op) {
    return "%s %s of %s".formatted(op.function(), op.label(), op.caller());
  }

  /** A value; texts that look like numbers are called texts. */
  public static String value(Value value) {
    return value instanceof Value.Text text && LITERAL.matcher(text.value()).matches()
        ? "the text \"" + text.value() + "\""
        : value.toString();
  }

  /**
   * A sentence about a value that was written and only looks like one that was read; or nothing.
   */
  public static String lookalike(Value read, Stream<Value> written) {
    return written
        .filter(value -> isLookalike(value, read))
        .findFirst()
        .map(
            value ->
                " The %s was written, the %s was read: they are different values."
                    .formatted(typed(value), typed(read)))
        .orElse("");
  }

  private static boolean isLookalike(Value one, Value other) {
    return !one.equals(other)
        && (one.toString().equals(other.toString())
            || (one instanceof Value.Int whole
                && other instanceof Value.Real real
                && real.value() == whole.value())
            || (one instanceof Value.Real
                && other instanceof Value.Int
                && isLookalike(other, one)));
  }

  private static String typed(Value value) {
    return switch (value) {
      case Value.Text text -> "text \"" + text.value() + "\"";
      case Value.Int number -> "number " + number;
      case Value.Real number -> "number " + number;
      default -> "value " + value;
    };
  }

  /** What follows for a write that was over before a read that returned an older value. */
  public static String unseen(Value written) {
    return "No read showed %s: the write was lost, or this read was stale."
        .formatted(value(written));
  }

  /** A text that is not empty, with its first character in upper case. */
  public static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
