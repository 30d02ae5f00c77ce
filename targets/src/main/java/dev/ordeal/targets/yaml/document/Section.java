package dev.ordeal.targets.yaml.document;

import dev.ordeal.results.registry.NearestName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A mapping whose keys are known: those that are asked for. {@link #end} refuses the others, so
 * that no second list of keys is needed.
 */
public final class Section {
  private final Where where;
  private final Map<String, Node> left;
  private final TreeSet<String> asked = new TreeSet<>();

  public Section(Where where, Map<String, Node> entries) {
    this.where = where;
    this.left = new LinkedHashMap<>(entries);
  }

  public Where where() {
    return where;
  }

  /** The value of a key; empty if it is absent or null. */
  public Optional<Node> find(String key) {
    asked.add(key);
    Node node = left.remove(key);
    return node instanceof Node.Scalar scalar && scalar.isNull()
        ? Optional.empty()
        : Optional.ofNullable(node);
  }

  /** The value of a key that has to be there. */
  public Node need(String key, String expected) {
    return find(key).orElseThrow(() -> missing(key, expected));
  }

  private IllegalArgumentException missing(String key, String expected) {
    return NearestName.of(key, left.keySet())
        .map(typed -> unknown(typed, key))
        .orElseGet(() -> where.problem("the key '%s' is missing: %s".formatted(key, expected)));
  }

  private IllegalArgumentException unknown(String typed, String meant) {
    return left.get(typed).where().problem("unknown key; did you mean '%s'?".formatted(meant));
  }

  public String text(String key, String otherwise) {
    return find(key).map(Node::text).orElse(otherwise);
  }

  public boolean flag(String key, boolean otherwise) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    String text = node.get() instanceof Node.Scalar scalar ? scalar.text() : node.get().kind();
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw node.get().where().problem("true or false expected, not " + text);
    };
  }

  public int number(String key, int otherwise, int least, int most) {
    Optional<Node> node = find(key);
    if (node.isEmpty()) {
      return otherwise;
    }
    String text = node.get() instanceof Node.Scalar scalar ? scalar.text() : node.get().kind();
    if (text.matches("[0-9]{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw node.get()
        .where()
        .problem("a whole number from %d to %d expected, not %s".formatted(least, most, text));
  }

  public List<Node> items(String key) {
    return find(key).map(Node::items).orElse(List.of());
  }

  public Map<String, Node> entries(String key) {
    return find(key).map(Node::entries).orElse(Map.of());
  }

  public Optional<Pattern> pattern(String key) {
    return find(key).map(Section::pattern);
  }

  public static Pattern pattern(Node node) {
    try {
      return Pattern.compile(node.text());
    } catch (PatternSyntaxException wrong) {
      throw node.where().problem("not a regular expression: " + wrong.getDescription());
    }
  }

  /** The keys that were asked for. */
  public Set<String> known() {
    return new TreeSet<>(asked);
  }

  /** Refuses what was not asked for. */
  public void end() {
    for (Map.Entry<String, Node> unknown : left.entrySet()) {
      String advice =
          NearestName.of(unknown.getKey(), asked)
              .map("did you mean '%s'?"::formatted)
              .orElseGet(() -> "known: " + String.join(", ", asked));
      throw unknown.getValue().where().problem("unknown key; " + advice);
    }
  }
}
