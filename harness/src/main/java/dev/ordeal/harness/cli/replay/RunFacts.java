package dev.ordeal.harness.cli.replay;

import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.results.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code verdict.json} says of a run: the verdict, and the numbers that its checkers counted.
 *
 * @param document an empty object if there is none
 */
public record RunFacts(JsonNode document) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Of a saved run; what is not there or damaged says nothing. */
  public static RunFacts of(Path verdict) throws IOException {
    if (Files.isRegularFile(verdict)) {
      try {
        return new RunFacts(JSON.readTree(Files.readAllBytes(verdict)));
      } catch (JacksonException damaged) {
        return none();
      }
    }
    return none();
  }

  /** Of a run that was judged just now. */
  public static RunFacts of(Judgement judgement) {
    return new RunFacts(JSON.valueToTree(VerdictJson.of(judgement)));
  }

  private static RunFacts none() {
    return new RunFacts(JSON.createObjectNode());
  }

  /** Empty if none was recorded. */
  public Optional<Verdict> verdict() {
    JsonNode valid = document.path("valid");
    if (valid.isBoolean()) {
      return Optional.of(valid.asBoolean() ? Verdict.VALID : Verdict.INVALID);
    }
    return valid.isString() ? Optional.of(Verdict.UNKNOWN) : Optional.empty();
  }

  /** Why, in a sentence. */
  public String reason() {
    return document.path("reason").asString("");
  }

  /** Names of anomalies, the gravest first. */
  public List<String> anomalies() {
    return texts(document.path("anomalies"));
  }

  /** A number of a checker; empty if it says none. */
  public OptionalDouble number(String checker, String fact) {
    JsonNode value = fact(checker, fact);
    return value.isNumber() ? OptionalDouble.of(value.asDouble()) : OptionalDouble.empty();
  }

  /** How many entries a list of a checker has; empty if it has none of that name. */
  public OptionalDouble size(String checker, String fact) {
    JsonNode value = fact(checker, fact);
    return value.isArray() ? OptionalDouble.of(value.size()) : OptionalDouble.empty();
  }

  /** What a checker says; a missing node if it says nothing. */
  public JsonNode checker(String name) {
    return document.path("checkers").path(name);
  }

  /** What a checker says of something; a missing node if it says nothing of it. */
  public JsonNode fact(String checker, String fact) {
    return checker(checker).path(fact);
  }

  /** The strongest levels that still hold, by name; empty if no checker says any. */
  public List<String> holds() {
    List<String> holds = new ArrayList<>();
    document.path("checkers").forEach(checker -> holds.addAll(texts(checker.path("holds"))));
    return holds;
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
