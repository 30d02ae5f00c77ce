package dev.ordeal.results.history.parse;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/**
 * What is wrong with JSON, and what to do: the parser's own words are for those who program it.
 * Where it is, is for the caller to say.
 */
public final class JsonDamage {
  /** How the parser says it, and how it is said to people; {@code %s} is what it quotes. */
  private record Saying(Pattern parser, String people) {
    Saying(String parser, String people) {
      this(Pattern.compile("(?s)" + parser + ".*"), people);
    }
  }

  private static final String CHARACTER = "Unexpected character \\((.*) \\(code \\d+\\)\\).*";

  private static final List<Saying> SAYINGS =
      List.of(
          new Saying(
              CHARACTER + "expecting comma",
              "%s stands where a comma or a closing bracket must be"),
          new Saying(CHARACTER + "expecting a colon", "%s stands where a colon must be"),
          new Saying(
              CHARACTER + "property name", "%s stands where a name in double quotes must be"),
          new Saying(CHARACTER + "(?:Decimal|Exponent)", "%s stands where a digit must be"),
          new Saying(CHARACTER, "%s stands where a value must be"),
          new Saying("Unexpected close marker ('.'): expected ('.')", "%s stands where %s must be"),
          new Saying(
              "Unrecognized token (.*?): was expecting",
              "%s is no value; a text stands in double quotes"),
          new Saying("Non-standard token (.*?)[:;,]", "%s is no value; null is, or a text"),
          new Saying(
              "Illegal unquoted character \\(\\(CTRL-CHAR, code (\\d+)\\)\\)",
              "a text has a control character (code %s), or no end"),
          new Saying("Unrecognized character escape '(.)'", "a text has \\%s, which is no escape"),
          new Saying("Invalid numeric value: Leading zeroes", "a number begins with a needless 0"),
          new Saying("Invalid numeric value", "a number is not complete"));

  private JsonDamage() {}

  /** A sentence without its place and its full stop. */
  public static String said(JacksonException damage) {
    return what(damage) + "; mend that line";
  }

  private static String what(JacksonException damage) {
    String text = String.valueOf(damage.getOriginalMessage());
    if (damage instanceof UnexpectedEndOfInputException) {
      return "the end comes before all texts and brackets are closed";
    }
    if (damage instanceof StreamConstraintsException) {
      return text.contains("nesting depth")
          ? "brackets are nested deeper than 500"
          : "a number or a text is longer than can be read";
    }
    for (Saying saying : SAYINGS) {
      Matcher match = saying.parser().matcher(text);
      if (match.matches()) {
        Object[] quoted = new Object[match.groupCount()];
        for (int i = 0; i < quoted.length; i++) {
          quoted[i] = match.group(i + 1);
        }
        return saying.people().formatted(quoted);
      }
    }
    return "this is no JSON";
  }
}
