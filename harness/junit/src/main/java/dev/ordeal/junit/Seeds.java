package dev.ordeal.junit;

import java.util.OptionalLong;

/** The seed that a user gives from outside of a test. */
final class Seeds {
  static final String PROPERTY = "ordeal.seed";
  static final String VARIABLE = "ORDEAL_SEED";

  private Seeds() {}

  /**
   * The seed that the user asks for.
   *
   * @throws IllegalArgumentException if it is no whole number
   */
  static OptionalLong asked() {
    String property = System.getProperty(PROPERTY, "");
    String text = property.isEmpty() ? System.getenv().getOrDefault(VARIABLE, "") : property;
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text.strip()));
    } catch (NumberFormatException none) {
      throw new IllegalArgumentException(
          "%s (or %s) must be a whole number, not '%s'".formatted(PROPERTY, VARIABLE, text), none);
    }
  }
}
