package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.harness.cli.option.UsageException;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code --initial VALUE} and {@code --initial KEY=VALUE}. */
final class InitialValues {
  private InitialValues() {}

  /**
   * What the options say together.
   *
   * @throws UsageException if they contradict each other
   */
  static InitialState parse(List<String> options) {
    Optional<Value> ofAll = Optional.empty();
    Map<String, Value> byKey = new LinkedHashMap<>();
    for (String option : options) {
      int equals = option.indexOf('=');
      if (equals == option.length() - 1) {
        throw new UsageException(
            "--initial '%s' has no value; write nil, or \"\" for an empty text".formatted(option));
      }
      Value before =
          equals < 0
              ? ofAll.orElse(null)
              : byKey.put(option.substring(0, equals), value(option.substring(equals + 1)));
      if (before != null) {
        throw new UsageException("--initial " + option + " says again what was said before");
      }
      ofAll = equals < 0 ? Optional.of(value(option)) : ofAll;
    }
    return new InitialState(ofAll, byKey);
  }

  /** The option that says that all held a value; empty if there is none, as of a text with "=". */
  static Optional<String> option(Value value) {
    String text = value.toString();
    String word = value instanceof Value.Text && !value(text).equals(value) ? quoted(text) : text;
    boolean isSaid = !word.contains("=") && !word.contains("'") && value(word).equals(value);
    boolean isPlain = value instanceof Value.Int || value instanceof Value.Real || value.isNil();
    return isSaid
        ? Optional.of("--initial " + (isPlain ? word : "'" + word + "'"))
        : Optional.empty();
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** A number, nil, a truth value, or else a text, in quotes if it looks like one of these. */
  private static Value value(String text) {
    if (text.matches("[-+]?[0-9]{1,18}")) {
      return Value.of(Long.parseLong(text));
    }
    if (text.matches("[-+]?[0-9]{1,18}\\.[0-9]{1,18}([eE][-+]?[0-9]{1,3})?")) {
      return new Value.Real(Double.parseDouble(text));
    }
    return switch (text) {
      case "nil", "null" -> Value.NIL;
      case "true", "false" -> Value.of(Boolean.parseBoolean(text));
      default ->
          Value.of(
              text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
                  ? text.substring(1, text.length() - 1)
                  : text.startsWith(":") ? text.substring(1) : text);
    };
  }
}
