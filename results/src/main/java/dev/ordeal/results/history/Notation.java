package dev.ordeal.results.history;

/** How the pieces of a line look in JSON, and in EDN as Jepsen writes it. */
public enum Notation {
  JSON {
    @Override
    String separator(boolean first) {
      return first ? "{" : ",";
    }

    @Override
    String field(String name) {
      return "\"" + name + "\":";
    }

    @Override
    String name(String name) {
      return "\"" + name + "\"";
    }

    @Override
    String microOp(String kind) {
      return "[\"" + kind + "\",";
    }
  },
  EDN {
    @Override
    String separator(boolean first) {
      return first ? "{" : ", ";
    }

    @Override
    String field(String name) {
      return ":" + name + " ";
    }

    @Override
    String name(String name) {
      return ":" + name + ",";
    }

    @Override
    String microOp(String kind) {
      return "[:" + kind + " ";
    }
  };

  /** What mostly stands before a line's first field, or between fields. */
  abstract String separator(boolean first);

  /** A field's name with what separates it from its value. */
  abstract String field(String name);

  /** A type or a function: in quotes, or with what mostly stands behind a keyword. */
  abstract String name(String name);

  /** How a micro-operation begins. */
  abstract String microOp(String kind);
}
