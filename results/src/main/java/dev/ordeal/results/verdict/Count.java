package dev.ordeal.results.verdict;

import java.util.Locale;

/** A number with its noun, as sentences need it: {@code 1 node}, {@code 1,024 nodes}. */
public final class Count {
  private Count() {}

  /**
   * The number, its thousands apart, and the noun.
   *
   * @param noun of one; more than one is that with an s
   */
  public static String of(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
