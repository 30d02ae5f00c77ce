package dev.ordeal.targets.calls;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call.
 *
 * @param arguments by name, as the function has them: whole numbers, texts or lists; in order
 */
public record Invocation(Function function, Map<String, Object> arguments) {
  /** A call with the arguments in the function's order. */
  static Invocation of(Function function, Object... values) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      arguments.put(function.arguments().get(i), values[i]);
    }
    return new Invocation(function, arguments);
  }
}
