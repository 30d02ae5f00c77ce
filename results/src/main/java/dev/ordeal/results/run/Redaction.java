package dev.ordeal.results.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Keeps secrets out of everything that is written down. */
public final class Redaction {
  /** What stands in a secret's place. */
  public static final String REDACTED = "[redacted]";

  private static final Pattern SECRET_NAME =
      Pattern.compile("password|passwd|secret|token|credential|private-?key|passphrase|api-?key");
  private static final Pattern URL_USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  private Redaction() {}

  /** The options with every secret replaced; told by the option's name or a URL's user part. */
  public static Map<String, String> options(Map<String, String> options) {
    Map<String, String> safe = new LinkedHashMap<>();
    options.forEach((name, value) -> safe.put(name, option(name, value)));
    return safe;
  }

  private static String option(String name, String value) {
    boolean secret = SECRET_NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    return secret ? REDACTED : text(value);
  }

  /** A text with the user part of every URL replaced. */
  public static String text(String text) {
    return URL_USER_INFO.matcher(text).replaceAll(REDACTED);
  }
}
