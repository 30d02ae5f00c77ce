package dev.ordeal.results.history.parse;

import dev.ordeal.results.history.Value;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as Clojure prints and reads them: decimal, hexadecimal ({@code 0x1F}), octal ({@code
 * 017}), of any radix ({@code 16r1F}), with the suffixes {@code N} and {@code M}, fractions and
 * ratios.
 */
final class EdnNumbers {
  private static final Pattern WHOLE =
      Pattern.compile(
          "([-+]?)(?:0[xX]([0-9a-fA-F]+)|([1-9][0-9]?)[rR]([0-9a-zA-Z]+)"
              + "|(0[0-7]+)|(0|[1-9][0-9]*))N?");
  private static final Pattern FRACTION =
      Pattern.compile(
          "[-+]?(?:[0-9]+(?:\\.[0-9]*(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)M?|(?:0|[1-9][0-9]*)M)");
  private static final Pattern RATIO = Pattern.compile("[-+]?[0-9]+/[0-9]+");

  private static final int HEXADECIMAL = 16;
  private static final int OCTAL = 8;
  private static final int DECIMAL = 10;

  private EdnNumbers() {}

  /**
   * The number that a token spells.
   *
   * @throws NumberFormatException if it spells none, or one that does not fit 64 bits
   */
  static Value parse(String token) {
    Matcher whole = WHOLE.matcher(token);
    if (whole.matches()) {
      return whole(whole);
    }
    if (RATIO.matcher(token).matches()) {
      int slash = token.indexOf('/');
      double divisor = Double.parseDouble(token.substring(slash + 1));
      double dividend = Double.parseDouble(token.substring(0, slash));
      if (divisor == 0) {
        throw new NumberFormatException("a ratio over 0");
      }
      return new Value.Real(dividend / divisor);
    }
    if (FRACTION.matcher(token).matches()) {
      String digits = token.endsWith("M") ? token.substring(0, token.length() - 1) : token;
      boolean isWhole = digits.chars().noneMatch(c -> c == '.' || c == 'e' || c == 'E');
      return isWhole && token.endsWith("M")
          ? Value.of(new BigDecimal(digits).longValueExact())
          : new Value.Real(Double.parseDouble(digits));
    }
    throw new NumberFormatException("no number");
  }

  private static Value whole(Matcher whole) {
    String sign = whole.group(1);
    if (whole.group(2) != null) {
      return Value.of(Long.parseLong(sign + whole.group(2), HEXADECIMAL));
    }
    if (whole.group(3) != null) {
      int radix = Integer.parseInt(whole.group(3));
      if (radix < Character.MIN_RADIX || radix > Character.MAX_RADIX) {
        throw new NumberFormatException("no radix");
      }
      return Value.of(Long.parseLong(sign + whole.group(4).toLowerCase(Locale.ROOT), radix));
    }
    if (whole.group(5) != null) {
      return Value.of(Long.parseLong(sign + whole.group(5), OCTAL));
    }
    return Value.of(Long.parseLong(sign + whole.group(6), DECIMAL));
  }
}
