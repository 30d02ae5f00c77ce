package dev.ordeal.targets.jdbc;

import dev.ordeal.targets.Address;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The URL of one node.
 *
 * @param text as the driver takes it
 */
public record JdbcUrl(String text) {
  /** {@code jdbc:NAME:[…:]//HOST[:PORT]} and what follows. */
  private static final Pattern SERVER =
      Pattern.compile(
          "(jdbc:[\\w:+-]*//(?:[^/@]*@)?)(\\[[0-9a-fA-F:.]+]|[^/:;?@,]+)"
              + "(?::(\\d{1,5}))?((?:[/;?].*)?)",
          Pattern.DOTALL);

  private static final Pattern SEVERAL = Pattern.compile("//([^/;?]*,[^/;?]*)");

  /**
   * Checks it.
   *
   * @throws IllegalArgumentException if it is no URL of JDBC
   */
  public JdbcUrl {
    if (!text.matches("(?s)jdbc:[A-Za-z][\\w+-]*:.+")) {
      throw new IllegalArgumentException(
          "url: a URL of JDBC expected: jdbc:postgresql://HOST:PORT/NAME");
    }
  }

  /** Where the node serves clients; empty if the URL names no server. */
  public Optional<Address> address() {
    Matcher matcher = SERVER.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String host = matcher.group(2).replaceAll("[\\[\\]]", "");
    int port =
        matcher.group(3) == null
            ? Dialect.of(text).usualPort()
            : Integer.parseInt(matcher.group(3));
    return port == 0 ? Optional.empty() : Optional.of(new Address(host, port));
  }

  /** The servers of a URL that names several, between which the driver would choose. */
  Optional<String> severalServers() {
    Matcher matcher = SEVERAL.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The same database at another address; the same URL if it names no server. */
  public JdbcUrl at(Address address) {
    Matcher matcher = SERVER.matcher(text);
    return matcher.matches() && address().isPresent()
        ? new JdbcUrl(matcher.group(1) + address + matcher.group(4))
        : this;
  }
}
