package dev.ordeal.harness.probe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a number has to be while all is well: {@code SUBJECT<NUMBER}.
 *
 * @param subject what has the number
 * @param operator {@code <}, {@code <=}, {@code >}, {@code >=} or {@code =}
 */
record Condition(String subject, String operator, double limit) {
  private static final String BOUND = " *(<=|>=|<|>|==?) *([-+0-9.eE]+)";

  /**
   * Reads one.
   *
   * @param subject what a subject looks like, a regular expression without groups
   * @param word what a subject is called
   * @throws IllegalArgumentException if it is none
   */
  static Condition parse(String text, String subject, String word) {
    Matcher parts = Pattern.compile("(" + subject + ")" + BOUND).matcher(text.strip());
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no condition; write %s<NUMBER, with <, <=, >, >= or =".formatted(text, word));
    }
    return new Condition(parts.group(1), parts.group(2), Double.parseDouble(parts.group(3)));
  }

  /** Whether it holds for a number as Prometheus writes it. */
  boolean holdsFor(String number) {
    double value =
        switch (number) {
          case "+Inf" -> Double.POSITIVE_INFINITY;
          case "-Inf" -> Double.NEGATIVE_INFINITY;
          default -> Double.parseDouble(number);
        };
    return switch (operator) {
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case ">" -> value > limit;
      case ">=" -> value >= limit;
      default -> value == limit;
    };
  }
}
