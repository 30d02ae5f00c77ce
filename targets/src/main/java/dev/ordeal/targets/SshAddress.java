package dev.ordeal.targets;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A machine as the command line names it.
 *
 * @param user empty for the one that the SSH configuration or the system names
 * @param host a name, an address, or an alias of the SSH configuration
 * @param port 0 for the one that the SSH configuration names, or 22
 */
public record SshAddress(String user, String host, int port) {
  private static final Pattern TEXT =
      Pattern.compile("(?:([^@\\s:]+)@)?([^@\\s:]+|\\[[0-9a-fA-F:]+])(?::(\\d{1,5}))?");

  /**
   * Parses {@code [USER@]HOST[:PORT]}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SshAddress parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    int port = 0;
    if (matcher.matches()) {
      port = matcher.group(3) == null ? 0 : Integer.parseInt(matcher.group(3));
    }
    if (!matcher.matches() || port > 65_535) {
      throw new IllegalArgumentException("'" + text + "' is no [USER@]HOST[:PORT]");
    }
    String user = matcher.group(1) == null ? "" : matcher.group(1);
    return new SshAddress(user, matcher.group(2), port);
  }

  @Override
  public String toString() {
    return (user.isEmpty() ? "" : user + "@") + host + (port == 0 ? "" : ":" + port);
  }
}
