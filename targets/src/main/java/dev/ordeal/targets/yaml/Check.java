package dev.ordeal.targets.yaml;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.targets.yaml.document.Template;
import java.util.List;
import java.util.Map;

/** A question to a running node. Thread-safe. */
sealed interface Check permits CommandCheck, HttpCheck, LogCheck, TcpCheck {
  /** The kinds of checks that tell whether a node is ready. */
  List<String> KINDS = List.of("http", "tcp", "log", "command");

  /**
   * Asks.
   *
   * @param started the node as it was started; null if that is not known
   * @param values of the names that {@link Names#ofClient} lists
   * @return what does not hold, without a full stop; empty if all does
   */
  String problem(Address client, Started started, Map<String, String> values);

  /** Whether it can be asked through the proxy of a client. */
  default boolean isOfConnections() {
    return false;
  }

  /** Reads a check: a mapping with one of the kinds as a key. */
  static Check of(Node node, List<String> kinds, Names names) {
    Section section = node.section();
    Check check = null;
    for (String kind : kinds) {
      Node value = section.find(kind).orElse(null);
      if (value != null && check != null) {
        throw value.where().problem("only one of %s is possible".formatted(kinds));
      }
      if (value != null) {
        check =
            switch (kind) {
              case "http" -> HttpCheck.of(value, section, names);
              case "tcp" -> TcpCheck.of(value);
              case "log" -> new LogCheck(Section.pattern(value));
              default -> new CommandCheck(Template.command(value, names.ofClient()));
            };
      }
    }
    section.end();
    if (check == null) {
      throw node.where().problem("one of the keys %s expected".formatted(kinds));
    }
    return check;
  }
}
