package dev.ordeal.harness.cli.serve;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Who may look.
 *
 * @param token what a browser has to show, in the address first and in a cookie then; empty if
 *     nothing
 * @param isLocal whether only this machine is served; then only by its own names, so that no page
 *     from elsewhere whose name leads here can read (DNS rebinding)
 */
record Access(Optional<String> token, boolean isLocal) {
  static final String PARAMETER = "token";
  static final String COOKIE = "ordeal-token";
  private static final int BYTES = 24;
  private static final Pattern POSSIBLE = Pattern.compile("[A-Za-z0-9_-]{16,200}");
  private static final Set<String> OWN_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  static boolean isPossible(String token) {
    return POSSIBLE.matcher(token).matches();
  }

  static String randomToken() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Whether a request names this server by a name that it has.
   *
   * @param host its header Host; may be null
   */
  boolean isNamed(String host) {
    if (!isLocal) {
      return true;
    }
    return host != null && OWN_NAMES.contains(host.replaceFirst(":\\d+$", ""));
  }

  /** Whether a token from an address opens; never if none is asked for. */
  boolean opens(String shown) {
    return token.isPresent()
        && shown != null
        && MessageDigest.isEqual(
            token.get().getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Whether a request may see anything.
   *
   * @param cookies its header Cookie; may be null
   */
  boolean allows(String cookies) {
    return token.isEmpty()
        || (cookies != null
            && Stream.of(cookies.split(";"))
                .map(String::strip)
                .filter(cookie -> cookie.startsWith(COOKIE + "="))
                .anyMatch(cookie -> opens(cookie.substring(COOKIE.length() + 1))));
  }
}
