package dev.ordeal.targets.yaml;

import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * An option of the target, for {@code --set} and {@code ${option.NAME}}.
 *
 * @param value what it is unless the user says otherwise
 * @param allowed the values that it may have; any if empty
 */
record TargetOption(String name, String description, String value, List<String> allowed) {
  /** The names in templates. */
  String variable() {
    return "option." + name;
  }

  /** As {@code ordeal list targets} shows it. */
  String shown() {
    String values = allowed.isEmpty() ? "VALUE" : String.join("|", allowed);
    return "%s=%s  %s(default: %s)"
        .formatted(name, values, description.isEmpty() ? "" : description + " ", value);
  }

  static TargetOption of(String name, Node node) {
    if (!name.matches("[A-Za-z][A-Za-z0-9_-]*")) {
      throw node.where().problem("the name of an option is of letters, digits, '-' and '_'");
    }
    Section section = node.section();
    String description = section.text("description", "");
    Node value = section.need("default", "the value unless --set says otherwise");
    List<String> allowed = new ArrayList<>();
    section.items("values").forEach(item -> allowed.add(item.text()));
    section.end();
    TargetOption option = new TargetOption(name, description, value.text(), List.copyOf(allowed));
    if (!option.allows(value.text())) {
      throw value.where().problem("'%s' is none of its values".formatted(value.text()));
    }
    return option;
  }

  boolean allows(String text) {
    return allowed.isEmpty() || allowed.contains(text);
  }
}
