package dev.ordeal.harness.watch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What the logs of nodes must not hold beside the patterns that Ordeal knows.
 *
 * @param asked regular expressions of the user
 * @param ofTarget regular expressions of the database
 * @param ignored regular expressions; a line that one of them is found in is no match of anything
 */
public record LogRules(List<String> asked, List<String> ofTarget, List<String> ignored) {
  public static final LogRules NONE = new LogRules(List.of(), List.of(), List.of());

  private static final String ASKED = "log-pattern";
  private static final String OF_TARGET = "target-log-pattern";
  private static final String IGNORED = "ignore-log";

  public LogRules {
    asked = List.copyOf(asked);
    ofTarget = List.copyOf(ofTarget);
    ignored = List.copyOf(ignored);
  }

  /**
   * Checks a regular expression.
   *
   * @throws IllegalArgumentException if it is none, or spans lines
   */
  public static String checked(String expression) {
    if (expression.isEmpty() || expression.contains("\n")) {
      throw new IllegalArgumentException("a pattern must not be empty, and be on one line");
    }
    try {
      return Pattern.compile(expression).pattern();
    } catch (PatternSyntaxException wrong) {
      throw new IllegalArgumentException(
          "'%s' is no regular expression: %s at %d"
              .formatted(expression, wrong.getDescription(), wrong.getIndex()),
          wrong);
    }
  }

  /** As options of {@code run.json}; those without patterns are left out. */
  public Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    put(options, ASKED, asked);
    put(options, OF_TARGET, ofTarget);
    put(options, IGNORED, ignored);
    return options;
  }

  private static void put(Map<String, String> options, String name, List<String> patterns) {
    if (!patterns.isEmpty()) {
      options.put(name, String.join("\n", patterns));
    }
  }

  /** The rules of a saved run's options. */
  public static LogRules of(Map<String, String> options) {
    return new LogRules(
        patterns(options, ASKED), patterns(options, OF_TARGET), patterns(options, IGNORED));
  }

  private static List<String> patterns(Map<String, String> options, String name) {
    return options.getOrDefault(name, "").lines().toList();
  }
}
