package dev.ordeal.results.run;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps secrets out of everything that is written down. */
public final class Redaction {
  /** What stands in a secret's place. */
  public static final String REDACTED = "[redacted]";

  private static final String SECRETS =
      "password|passwd|secret|token|credential|private[_-]?key|passphrase|api[_-]?key";
  private static final Pattern SECRET_NAME = Pattern.compile(SECRETS);
  private static final Pattern URL_USER_INFO = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

  /**
   * {@code token=…}, {@code --password …}, {@code Authorization: Bearer …}: name, and what it is.
   */
  private static final Pattern NAMED =
      Pattern.compile(
          ("(?i)((?:%s)[\\w-]*['\"]?\\s*[=:]\\s*|--?(?:%s)[\\w-]*\\s+|bearer\\s+"
                  + "|authorization: *basic\\s+)['\"]?[^\\s'\"&]+")
              .formatted(SECRETS, SECRETS));

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

  /**
   * A text without the user part of URLs, and without what follows a name that says that it is a
   * secret. What looks like nothing of the kind cannot be told.
   */
  public static String text(String text) {
    String safe = URL_USER_INFO.matcher(text).replaceAll(REDACTED);
    return NAMED.matcher(safe).replaceAll("$1" + Matcher.quoteReplacement(REDACTED));
  }
}
