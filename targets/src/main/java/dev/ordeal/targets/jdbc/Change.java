package dev.ordeal.targets.jdbc;

import java.util.function.UnaryOperator;

/**
 * How the value of a row becomes another.
 *
 * @param inserted the value of a row that was not there
 * @param expression of the new value in SQL, with {@code %s} for the old one and a parameter
 * @param parameter of the expression
 * @param computed the new value of an old one, where the client computes it
 */
record Change(
    Object inserted, String expression, Object parameter, UnaryOperator<Object> computed) {

  static Change set(long value) {
    return new Change(value, "?", value, old -> value);
  }

  /**
   * Adds.
   *
   * @param opening what a row holds that is not there
   */
  static Change add(long opening, long amount) {
    return new Change(opening + amount, "%s + ?", amount, old -> (Long) old + amount);
  }

  /** Appends to a list as text with commas. */
  static Change append(long element, Dialect dialect) {
    String more = "," + element;
    return new Change(
        Long.toString(element), dialect.concatenation("%s", "?"), more, old -> old + more);
  }
}
