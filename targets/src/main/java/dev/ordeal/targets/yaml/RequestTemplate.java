package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Template;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP request with names in it.
 *
 * @param shown as it is written, for messages
 */
record RequestTemplate(
    String method,
    Template path,
    Map<String, Template> headers,
    Optional<Template> body,
    String shown) {
  private static final Pattern LINE = Pattern.compile("([A-Z]+)\\s+(/\\S*)");

  /** For a request made while the file is read, to find out whether it can be. */
  private static final Address SOMEWHERE = new Address("127.0.0.1", 80);

  /**
   * Reads one.
   *
   * @param line method and path: {@code GET /health}
   * @param known the names that may be in it
   */
  static RequestTemplate of(
      Node line, Optional<Node> headers, Optional<Node> body, Collection<String> known) {
    Matcher matcher = LINE.matcher(line.text().strip());
    if (!matcher.matches()) {
      throw line.where()
          .problem("a method and a path expected, GET /health, not '%s'".formatted(line.text()));
    }
    Map<String, Template> fields = new LinkedHashMap<>();
    headers
        .map(Node::entries)
        .orElse(Map.of())
        .forEach((name, value) -> fields.put(name, Template.of(value, known)));
    RequestTemplate request =
        new RequestTemplate(
            matcher.group(1),
            Template.of(line.where(), matcher.group(2), known),
            fields,
            body.map(text -> Template.of(text, known)),
            matcher.group());
    Map<String, String> ones = new HashMap<>();
    known.forEach(name -> ones.put(name, "1"));
    try {
      request.of(SOMEWHERE, ones, Duration.ofSeconds(1));
    } catch (IllegalArgumentException impossible) {
      throw line.where().problem("not a request: " + impossible.getMessage());
    }
    return request;
  }

  /** Whether it may be sent twice without anything else happening. */
  boolean isSafe() {
    return method.equals("GET") || method.equals("HEAD");
  }

  /**
   * The request with values in place of names.
   *
   * @throws IllegalArgumentException if the values make it none
   */
  HttpRequest of(Address server, Map<String, String> values, Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://" + server + path.render(values)))
            .timeout(patience)
            .method(
                method,
                body.map(text -> HttpRequest.BodyPublishers.ofString(text.render(values)))
                    .orElseGet(HttpRequest.BodyPublishers::noBody));
    headers.forEach((name, value) -> request.header(name, value.render(values)));
    return request.build();
  }
}
