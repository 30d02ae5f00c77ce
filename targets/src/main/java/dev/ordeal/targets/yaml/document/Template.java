package dev.ordeal.targets.yaml.document;

import dev.ordeal.results.registry.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A text with names in it, each in braces after a dollar sign, which were checked when the file was
 * read. Two dollar signs before a brace stand for one, and begin no name.
 *
 * @param parts texts as they are and names, in turn, the first a text
 */
public record Template(List<String> parts) {
  private static final Pattern NAME = Pattern.compile("\\$(\\$?)\\{([^${}\\n]*)(\\}?)");
  private static final int SHOWN_MAX = 30;

  public Template {
    parts = List.copyOf(parts);
  }

  /**
   * Reads one.
   *
   * @param known the names that may be in it
   * @throws IllegalArgumentException if there is another, or a brace is not closed
   */
  public static Template of(Node node, Collection<String> known) {
    return of(node.where(), node.text(), known);
  }

  public static Template of(Where where, String text, Collection<String> known) {
    List<String> parts = new ArrayList<>();
    StringBuilder plain = new StringBuilder();
    Matcher matcher = NAME.matcher(text);
    int at = 0;
    while (matcher.find()) {
      plain.append(text, at, matcher.start());
      at = matcher.end();
      if (!matcher.group(1).isEmpty()) {
        plain.append(matcher.group().substring(1));
        continue;
      }
      String name = matcher.group(2);
      if (matcher.group(3).isEmpty()) {
        String shown = name.length() > SHOWN_MAX ? name.substring(0, SHOWN_MAX) + "…" : name;
        throw where.problem("'${%s' has no closing brace; $${ stands for ${".formatted(shown));
      }
      if (!known.contains(name)) {
        throw where.problem("unknown '${%s}'; %s".formatted(name, advice(name, known)));
      }
      parts.add(plain.toString());
      parts.add(name);
      plain.setLength(0);
    }
    parts.add(plain.append(text.substring(at)).toString());
    return new Template(parts);
  }

  private static String advice(String name, Collection<String> known) {
    return NearestName.of(name, known)
        .map("did you mean ${%s}?"::formatted)
        .orElseGet(() -> "known here: " + String.join(", ", known.stream().sorted().toList()));
  }

  /** A command: a list of words, or a text whose words are separated by spaces. */
  public static List<Template> command(Node node, Collection<String> known) {
    List<Template> words =
        node instanceof Node.Items list
            ? list.items().stream().map(word -> of(word, known)).toList()
            : Stream.of(node.text().strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> of(node.where(), word, known))
                .toList();
    if (words.isEmpty()) {
      throw node.where().problem("a command expected: a list of words, or one line");
    }
    return words;
  }

  /**
   * The text with values in place of names.
   *
   * @param values of all names that were known
   */
  public String render(Map<String, String> values) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parts.size(); i++) {
      text.append(i % 2 == 0 ? parts.get(i) : values.get(parts.get(i)));
    }
    return text.toString();
  }

  public static List<String> render(List<Template> words, Map<String, String> values) {
    return words.stream().map(word -> word.render(values)).toList();
  }
}
