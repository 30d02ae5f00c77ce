package dev.ordeal.results.campaign;

import java.time.LocalDate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Failures that are known and do not make a campaign fail until a day.
 *
 * @param signature that of the failures; {@code *} stands for any text
 * @param owner who answers for it
 * @param reason why it is not fixed
 * @param expires the last day on which it counts, in ISO 8601
 */
public record Quarantined(String signature, String owner, String reason, String expires) {

  /** Whether it is about a signature, whatever the day. */
  public boolean covers(String other) {
    String expression =
        Stream.of(signature.split("[*]", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return Pattern.compile(expression, Pattern.DOTALL).matcher(other).matches();
  }

  /** Whether its last day is over. */
  public boolean isExpired(LocalDate today) {
    return today.isAfter(LocalDate.parse(expires));
  }
}
