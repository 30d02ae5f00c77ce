package dev.ordeal.harness.probe;

/**
 * What a number has to be while all is well.
 *
 * @param operator {@code <}, {@code <=}, {@code >}, {@code >=} or {@code =}
 */
record Bound(String operator, double limit) {
  /** A bound at the end of a condition, as a regular expression: operator and limit. */
  static final String PATTERN = " *(<=|>=|<|>|==?) *([-+0-9.eE]+)";

  static Bound of(String operator, String limit) {
    return new Bound(operator, Double.parseDouble(limit));
  }

  /** A number as Prometheus writes it. */
  static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  boolean holdsFor(double value) {
    return switch (operator) {
      case "<" -> value < limit;
      case "<=" -> value <= limit;
      case ">" -> value > limit;
      case ">=" -> value >= limit;
      default -> value == limit;
    };
  }
}
