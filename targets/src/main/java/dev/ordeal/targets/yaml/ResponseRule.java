package dev.ordeal.targets.yaml;

import dev.ordeal.targets.yaml.Http.Response;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which responses mean something: any of some cases. */
record ResponseRule(List<Case> cases) {
  /** Never. */
  static final ResponseRule NEVER = new ResponseRule(List.of());

  /** Any response of success. */
  static final ResponseRule SUCCESS =
      new ResponseRule(List.of(new Case(Statuses.SUCCESS, Optional.empty())));

  /** Statuses, and a pattern that the body has to contain. */
  record Case(Statuses statuses, Optional<Pattern> body) {
    boolean holds(Response response) {
      return statuses.contain(response.status())
          && (body.isEmpty() || body.get().matcher(response.body()).find());
    }
  }

  /** Reads one: a status, or a mapping with status and body, or a list of such. */
  static ResponseRule of(Node node) {
    return new ResponseRule(node.itemsOrOne().stream().map(ResponseRule::one).toList());
  }

  private static Case one(Node node) {
    if (node instanceof Node.Scalar) {
      return new Case(Statuses.of(node), Optional.empty());
    }
    Section section = node.section();
    Statuses statuses = section.find("status").map(Statuses::of).orElse(Statuses.SUCCESS);
    Optional<Pattern> body = section.pattern("body");
    section.end();
    return new Case(statuses, body);
  }

  boolean holds(Response response) {
    return cases.stream().anyMatch(one -> one.holds(response));
  }
}
