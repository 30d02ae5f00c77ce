package dev.ordeal.targets.yaml;

import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the value is in the body of a response. */
sealed interface ValuePlace {
  /** The text that is there, without spaces around it; empty if there is none. */
  Optional<String> in(String body);

  /** Whether nothing is there in a body of which the end is missing. */
  default boolean showsCuts() {
    return false;
  }

  /** The whole body. */
  record Whole() implements ValuePlace {
    @Override
    public Optional<String> in(String body) {
      return Optional.of(body.strip());
    }
  }

  /** A number, text or truth value in JSON. */
  record Pointer(JsonPointer pointer) implements ValuePlace {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** A pointer leads into an object or list, which is no JSON without its last bracket. */
    @Override
    public boolean showsCuts() {
      return true;
    }

    @Override
    public Optional<String> in(String body) {
      try {
        JsonNode value = JSON.readTree(body).at(pointer);
        return value.isNumber() || value.isString() || value.isBoolean()
            ? Optional.of(value.asString().strip())
            : Optional.empty();
      } catch (JacksonException none) {
        return Optional.empty();
      }
    }
  }

  /** The first group of a regular expression, or all of it. */
  record Match(Pattern pattern) implements ValuePlace {
    @Override
    public Optional<String> in(String body) {
      Matcher matcher = pattern.matcher(body);
      return matcher.find()
          ? Optional.ofNullable(matcher.group(Math.min(1, matcher.groupCount())))
          : Optional.empty();
    }
  }

  /** Reads one: {@code body}, a JSON pointer, or a mapping with {@code regex}. */
  static ValuePlace of(Node node) {
    if (node instanceof Node.Fields) {
      Section section = node.section();
      Match match = new Match(Section.pattern(section.need("regex", "a regular expression")));
      section.end();
      return match;
    }
    String text = node.text();
    if (text.equals("body")) {
      return new Whole();
    }
    if (text.startsWith("/")) {
      return new Pointer(JsonPointer.compile(text));
    }
    throw node.where()
        .problem("body, a JSON pointer (/value) or {regex: …} expected, not '%s'".formatted(text));
  }
}
