package dev.ordeal.targets;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Constants as values of options: {@code repeatable-read}. */
public final class OptionNames {
  private OptionNames() {}

  /** The word of a constant: {@code read-only} of {@code READ_ONLY}. */
  public static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words of all constants. */
  public static String all(Enum<?>[] constants, String separator) {
    return Arrays.stream(constants).map(OptionNames::of).collect(Collectors.joining(separator));
  }

  /**
   * The constant of a value.
   *
   * @throws IllegalArgumentException if there is none; the message begins with the option
   */
  public static <E extends Enum<E>> E get(String option, String value, E[] constants) {
    return Arrays.stream(constants)
        .filter(constant -> of(constant).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s=%s: one of %s expected".formatted(option, value, all(constants, ", "))));
  }
}
