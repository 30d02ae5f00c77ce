package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Several files in one command: none ends it for those behind, each has its own answer. */
class BatchCheckTest {
  private static final String VALID =
      """
      {"i":0,"t":0,"p":0,"type":"invoke","f":"write","v":1}
      {"i":1,"t":1,"p":0,"type":"ok","f":"write","v":1}
      {"i":2,"t":2,"p":1,"type":"invoke","f":"read","v":null}
      {"i":3,"t":3,"p":1,"type":"ok","f":"read","v":1}
      """;
  private static final String INVALID = VALID.replace("\"read\",\"v\":1", "\"read\",\"v\":null");
  private static final String SERIALIZABLE =
      """
      {"i":0,"t":0,"p":0,"type":"invoke","f":"txn","v":[["append",1,1],["r",1,null]]}
      {"i":1,"t":1,"p":0,"type":"ok","f":"txn","v":[["append",1,1],["r",1,[1]]]}
      """;
  private static final String EMPTY_TRANSACTIONS =
      """
      {:type :invoke, :process 0, :f :txn, :value []}
      {:type :ok, :process 0, :f :txn, :value []}
      """;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private int check(String... arguments) {
    return ordeal.run(
        Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private List<JsonNode> documents() {
    JsonMapper json = JsonMapper.builder().build();
    return ordeal.out().lines().map(json::readTree).toList();
  }

  @Test
  void everyFileHasItsDocumentInOrderAndTheWorstDecides() throws IOException {
    Path noRun = Files.createDirectory(folder.resolve("no-run"));
    int code =
        check(
            "--json",
            file("valid.jsonl", VALID),
            file("broken.jsonl", "<html>Not found</html>\n"),
            folder + "/missing.jsonl",
            noRun.toString(),
            file("invalid.jsonl", INVALID),
            file("behind.jsonl", VALID));
    assertThat(code).isEqualTo(1);
    assertThat(documents().stream().map(d -> d.get("valid").toString()).toList())
        .containsExactly("true", "\"unknown\"", "\"unknown\"", "\"unknown\"", "false", "true");
    assertThat(documents().stream().map(d -> d.has("error")).toList())
        .containsExactly(false, true, true, true, false, false);
    assertThat(documents()).allSatisfy(d -> assertThat(d.has("seconds")).isTrue());
  }

  @Test
  void aMisfitHasTheSameCodeAloneAndInABatch() throws IOException {
    String register = file("register.jsonl", VALID);
    String lists = file("lists.jsonl", SERIALIZABLE);
    assertThat(check("--consistency", "serializable", register)).isEqualTo(64);
    assertThat(ordeal.err())
        .contains("register.jsonl: --consistency serializable is for transactions");
    assertThat(check("--consistency", "serializable", register, lists)).isEqualTo(64);
    assertThat(ordeal.out()).contains("lists.jsonl: VALID");
  }

  @Test
  void transactionsWithoutOperationsTestNothing() throws IOException {
    String empty = file("empty.edn", EMPTY_TRANSACTIONS);
    String lists = file("lists.jsonl", SERIALIZABLE);
    assertThat(check("--consistency", "serializable", empty, lists)).isEqualTo(2);
    assertThat(ordeal.out())
        .contains("transactions without operations: nothing was tested", "lists.jsonl: VALID");
  }

  /** Sixty calls side by side, so that a search has much to do. */
  private String turns(String name) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(
          "{\"i\":%d,\"t\":%d,\"p\":%d,\"type\":\"invoke\",\"f\":\"turn\",\"v\":%d}%n"
              .formatted(i, i, i, i));
    }
    for (int i = 0; i < 12; i++) {
      text.append(
          "{\"i\":%d,\"t\":%d,\"p\":%d,\"type\":\"ok\",\"f\":\"turn\",\"v\":%d}%n"
              .formatted(12 + i, 12 + i, i, i));
    }
    return file(name, text.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "Throws, IllegalStateException: no such account",
    "LacksAClass, NoClassDefFoundError: com/example/Driver",
    "Overflows, StackOverflowError",
    "Spins, has not returned",
    "IsSlow, the time for checking"
  })
  void aModelThatKeepsNoContractIsUnknownAndNamed(String model, String said) throws IOException {
    long began = System.nanoTime();
    int code =
        check(
            "--check-time",
            "1s",
            "--model",
            HostileModel.class.getName() + "$" + model,
            turns("one.jsonl"),
            turns("two.jsonl"));
    assertThat(code).isEqualTo(2);
    assertThat(ordeal.out()).contains("one.jsonl: UNKNOWN", "two.jsonl: UNKNOWN", said);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.jsonl", "one.jsonl two.jsonl"})
  void aModelThatDoesNotFitIsAMisfit(String files) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--model", HostileModel.class.getName() + "$KnowsNothing"));
    for (String file : files.split(" ")) {
      arguments.add(turns(file));
    }
    assertThat(check(arguments.toArray(String[]::new))).isEqualTo(64);
    assertThat(ordeal.err()).contains("one.jsonl", "no operation turn");
  }
}
