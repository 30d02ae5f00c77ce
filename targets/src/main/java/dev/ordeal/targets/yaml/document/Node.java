package dev.ordeal.targets.yaml.document;

import java.util.List;
import java.util.Map;

/** A value of a YAML file, with its place for messages. */
public sealed interface Node {
  Where where();

  /** What it is, for messages. */
  String kind();

  /** A scalar as it is written; no text if it is null. */
  record Scalar(Where where, String text, String kind) implements Node {
    boolean isNull() {
      return kind.equals("null");
    }
  }

  record Items(Where where, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /** In the order of the file. */
  record Fields(Where where, Map<String, Node> entries) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /** It as a scalar that is not null. */
  default Scalar scalar() {
    if (this instanceof Scalar scalar && !scalar.isNull()) {
      return scalar;
    }
    throw where().problem("a text expected, not " + kind());
  }

  default String text() {
    return scalar().text();
  }

  /** Its items; a value that is no list stands for a list of one. */
  default List<Node> itemsOrOne() {
    return this instanceof Items list ? list.items() : List.of(this);
  }

  default List<Node> items() {
    if (this instanceof Items list) {
      return list.items();
    }
    throw where().problem("a list expected, not " + kind());
  }

  default Map<String, Node> entries() {
    if (this instanceof Fields fields) {
      return fields.entries();
    }
    throw where().problem("a mapping expected, not " + kind());
  }

  /** It as a mapping whose keys are known. */
  default Section section() {
    return new Section(where(), entries());
  }
}
