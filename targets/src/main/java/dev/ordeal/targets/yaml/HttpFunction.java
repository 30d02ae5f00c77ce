package dev.ordeal.targets.yaml;

import dev.ordeal.targets.calls.Function;
import dev.ordeal.targets.calls.Result;
import dev.ordeal.targets.yaml.Http.Response;
import dev.ordeal.targets.yaml.document.Node;
import dev.ordeal.targets.yaml.document.Section;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A function as an HTTP request, and what responses mean. A response is looked up in the order
 * {@code fail}, {@code none}, {@code ok}; one that is in none of them leaves the outcome unknown.
 *
 * @param none absent, or not done: which of the two the function says
 */
record HttpFunction(
    Function function,
    RequestTemplate request,
    ResponseRule fail,
    ResponseRule none,
    ResponseRule ok,
    Optional<ValuePlace> value) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Whether a contract's functions can be requests. */
  static boolean isPossible(Function function) {
    return function.result() != Result.NUMBERS && function.result() != Result.STEPS;
  }

  static HttpFunction of(Function function, Node node, Names names) {
    Section section = node.section();
    TreeSet<String> known = names.ofClient();
    known.addAll(function.arguments());
    known.add("client.id");
    Node line = section.need("request", "method and path: GET /keys/${key}");
    RequestTemplate request =
        RequestTemplate.of(line, section.find("headers"), section.find("body"), known);
    if (function.changes() && request.isSafe()) {
      throw line.where()
          .problem(
              "%s changes something, and a GET may be sent twice: take POST or PUT"
                  .formatted(function.name()));
    }
    HttpFunction made =
        new HttpFunction(
            function,
            request,
            section.find("fail").map(ResponseRule::of).orElse(ResponseRule.NEVER),
            none(function, section),
            section.find("ok").map(ResponseRule::of).orElse(ResponseRule.SUCCESS),
            value(function, section));
    section.end();
    return made;
  }

  private static ResponseRule none(Function function, Section section) {
    Result result = function.result();
    boolean isOfReads = result == Result.FLAG || result == Result.OPTIONAL_NUMBER;
    if (isOfReads || (result == Result.NUMBER && !function.changes())) {
      return section.find("absent").map(ResponseRule::of).orElse(ResponseRule.NEVER);
    }
    return result == Result.DONE
        ? section.find("mismatch").map(ResponseRule::of).orElse(ResponseRule.NEVER)
        : ResponseRule.NEVER;
  }

  private static Optional<ValuePlace> value(Function function, Section section) {
    return switch (function.result()) {
      case NUMBER, OPTIONAL_NUMBER ->
          Optional.of(section.find("value").map(ValuePlace::of).orElseGet(ValuePlace.Whole::new));
      case FLAG -> section.find("value").map(ValuePlace::of);
      default -> Optional.empty();
    };
  }

  /**
   * What a response says.
   *
   * @param sent method and path of the request, for messages
   * @throws DefiniteFailure if it is one of those that say that nothing happened
   * @throws IOException if it does not say what happened
   */
  JsonNode result(String sent, Response response) throws IOException, DefiniteFailure {
    if (fail.holds(response)) {
      throw new DefiniteFailure("status-%d: %s".formatted(response.status(), response.shown()));
    }
    if (none.holds(response)) {
      return switch (function.result()) {
        case NUMBER -> JSON.numberNode(0L);
        case OPTIONAL_NUMBER -> JSON.nullNode();
        default -> JSON.booleanNode(false);
      };
    }
    if (!ok.holds(response)) {
      throw new IOException(
          "%s: status %d: %s".formatted(sent, response.status(), response.shown()));
    }
    return value.isPresent() ? found(sent, response) : JSON.booleanNode(true);
  }

  private JsonNode found(String sent, Response response) throws IOException {
    ValuePlace place = value.orElseThrow();
    if (!response.isWhole() && !place.showsCuts()) {
      throw new IOException(
          "%s: status %d, but a body without Content-Length, which may have been cut off"
              .formatted(sent, response.status()));
    }
    String text = place.in(response.body()).orElse("");
    if (function.result() == Result.FLAG) {
      if (text.equals("true") || text.equals("false")) {
        return JSON.booleanNode(text.equals("true"));
      }
    } else if (text.matches("-?[0-9]{1,19}")) {
      BigInteger number = new BigInteger(text);
      if (number.bitLength() < Long.SIZE) {
        return JSON.numberNode(number.longValue());
      }
    }
    throw new UnexpectedAnswerException(
        "%s: status %d, but no %s where it should be: %s"
            .formatted(
                sent,
                response.status(),
                function.result() == Result.FLAG ? "true or false" : "whole number",
                response.shown()));
  }
}
