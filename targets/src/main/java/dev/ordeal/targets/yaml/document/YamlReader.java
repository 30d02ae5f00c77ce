package dev.ordeal.targets.yaml.document;

import dev.ordeal.results.history.parse.Utf8;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLParser;

/** Reads YAML as {@link Node}s, which know their lines. */
public final class YamlReader {
  /** Of values in each other. */
  private static final int DEPTH_MAX = 20;

  private static final int PATH_SHOWN_MAX = 60;

  /** Where something is, in a message of the parser; the last place is that of the mistake. */
  private static final Pattern PLACE = Pattern.compile("in '?reader'?, line (\\d+)");

  private final YAMLParser parser;

  private YamlReader(YAMLParser parser) {
    this.parser = parser;
  }

  /**
   * Reads a file of one document.
   *
   * @param expected what it should hold: {@code a mapping with name, ports, start, …}
   * @throws IllegalArgumentException if it is not UTF-8, or as {@link #read(String, String,
   *     String)}
   */
  public static Node read(Path file, String expected) throws IOException {
    String shown = file.toString();
    if (shown.length() > PATH_SHOWN_MAX) {
      shown = file.getFileName().toString();
    }
    byte[] bytes = Files.readAllBytes(file);
    long badLine = Utf8.badLine(bytes);
    if (badLine > 0) {
      throw new Where(shown, Math.toIntExact(badLine), "").problem("not UTF-8: save it as UTF-8");
    }
    return read(shown, new String(bytes, StandardCharsets.UTF_8), expected);
  }

  /**
   * Reads one document.
   *
   * @param file its name, for messages
   * @param expected what it should hold
   * @throws IllegalArgumentException if it is no YAML, holds more than one document, a key twice,
   *     or an alias
   */
  static Node read(String file, String text, String expected) {
    Where top = new Where(file, 1, "");
    try (JsonParser parser = new YAMLFactory().createParser(ObjectReadContext.empty(), text)) {
      YamlReader reader = new YamlReader((YAMLParser) parser);
      if (parser.nextToken() == null) {
        throw top.problem("the file is empty; %s expected".formatted(expected));
      }
      Node node = reader.value(new Where(file, reader.line(), ""), 0);
      if (parser.nextToken() != null) {
        throw new Where(file, reader.line(), "").problem("only one document is expected");
      }
      return node;
    } catch (JacksonException damaged) {
      int line = damaged.getLocation() == null ? 1 : damaged.getLocation().getLineNr();
      String message = damaged.getOriginalMessage();
      Matcher place = PLACE.matcher(message);
      while (place.find()) {
        line = Integer.parseInt(place.group(1));
      }
      throw new Where(file, Math.max(1, line), "").problem("not YAML: " + sentences(message));
    }
  }

  /** A message without the places and lines of the file that are in it, indented. */
  private static String sentences(String message) {
    return message
        .lines()
        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
        .map(line -> line.replaceFirst(" in '?reader.*", "").strip())
        .collect(Collectors.joining(" "));
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private Node value(Where where, int depth) {
    if (depth > DEPTH_MAX) {
      throw where.problem("more than %d levels".formatted(DEPTH_MAX));
    }
    if (parser.isCurrentAlias()) {
      throw where.problem("aliases (*name) are not supported; write the value out");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> fields(where, depth);
      case START_ARRAY -> items(where, depth);
      case VALUE_NULL -> new Node.Scalar(where, "", "null");
      case VALUE_TRUE, VALUE_FALSE -> new Node.Scalar(where, parser.getString(), "true or false");
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Node.Scalar(where, parser.getString(), "a number");
      default -> new Node.Scalar(where, parser.getString(), "a text");
    };
  }

  private Node fields(Where where, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Where at = where.at(key, line());
      parser.nextToken();
      if (entries.put(key, value(at, depth + 1)) != null) {
        throw at.problem("the key occurs twice");
      }
    }
    return new Node.Fields(where, entries);
  }

  private Node items(Where where, int depth) {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(new Where(where.file(), line(), where.key()), depth + 1));
    }
    return new Node.Items(where, items);
  }
}
