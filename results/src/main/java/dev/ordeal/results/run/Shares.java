package dev.ordeal.results.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shares as people write them: {@code 99.5%}. */
public final class Shares {
  private static final Pattern SHARE = Pattern.compile("([0-9]{1,3}(?:[.][0-9]+)?)%");

  private Shares() {}

  /**
   * Reads a share.
   *
   * @return from 0 to 1
   * @throws IllegalArgumentException if it is none
   */
  public static double parse(String text) {
    Matcher matcher = SHARE.matcher(text);
    if (!matcher.matches() || Double.parseDouble(matcher.group(1)) > 100) {
      throw new IllegalArgumentException("write a share from 0% to 100%, not '" + text + "'");
    }
    return Double.parseDouble(matcher.group(1)) / 100;
  }
}
