package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of wrong arguments: short, of what was typed, and without names of Java's types. */
class WrongUsageTest {
  private static final int CHARACTERS_MAX = 200;

  private final Ordeal ordeal = new Ordeal();
  @TempDir private Path folder;

  private String refused(String... arguments) {
    assertThat(ordeal.run(arguments)).as(ordeal.said()).isEqualTo(64);
    String said = ordeal.err();
    assertThat(said.lines().findFirst().orElseThrow().length()).isLessThanOrEqualTo(CHARACTERS_MAX);
    assertThat(said).doesNotContain("java.", "Exception", " long", "option option");
    return said;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "run brittle --concurrency 0 | from 1 to 100000",
        "run brittle --concurrency 100000000 | from 1 to 100000",
        "run brittle --concurrency 99999n | from 1 to 100000",
        "run brittle --set reads | '--set' must be NAME=VALUE, not reads",
        "run brittle --seed abc | 'abc' is not a whole number",
        "run brittle --rate many | 'many' is not a number",
        "run brittle --check-time 0s | --check-time must be above 0",
        "check x.jsonl --check-time 0s | --check-time must be above 0",
        "rnu | Did you mean: run?",
        "run brittle --sede 3 | Did you mean: --seed?",
        "serve nowhere | nowhere is no folder: name one with runs",
        "serve --port 70000 | --port 70000 is no port; give one from 0 to 65535",
        "serve --token short | A token has 16 to 200 letters",
        "serve src --host 203.0.113.7 --port 0 | no address of this machine",
        "serve src --host no.such.host.invalid --port 0 | no such host",
        "list foo | 'foo' is none of targets, environments",
        "list fualts | did you mean faults?",
      })
  void namesWhatWouldBeRight(String line, String expected) {
    assertThat(refused(line.strip().split(" "))).contains(expected);
  }

  @Test
  void anInitialValueIsNotEmpty() throws IOException {
    Path history = Files.writeString(folder.resolve("h.jsonl"), "");
    assertThat(refused("check", history.toString(), "--initial", "")).contains("--initial '' has");
    assertThat(refused("check", history.toString(), "--initial", "k=")).contains("'k=' has no");
  }

  @Test
  void aPlaceWhereNoRunFolderCanBeIsRefusedByTheOptionsName() throws IOException {
    String file = Files.writeString(folder.resolve("file"), "").toString();
    for (String command : new String[] {"run", "try"}) {
      assertThat(refused(command, "brittle", "--out", file))
          .contains("--out " + file + " is a file; name a folder");
      assertThat(refused(command, "brittle", "--out", file + "/below")).contains("--out " + file);
    }
    assertThat(refused("run", "brittle", "--out", "/proc/none")).contains("--out /proc/none");
  }

  @Test
  void aHistoryThatIsNoJsonGetsNoAdviceForProgrammers() throws IOException {
    String line = "{\"i\":0,\"t\":0,\"p\":0,\"type\":\"invoke\",\"f\":\"write\",\"v\":NaN}\n";
    Path history = Files.writeString(folder.resolve("h.jsonl"), line + line);
    assertThat(refused("check", history.toString()))
        .contains("line 1", "NaN")
        .doesNotContain("nable");
  }

  @Test
  void functionsOfNoModelAreNotAllNamed() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      String event =
          "{\"i\":%d,\"t\":%1$d,\"p\":0,\"type\":\"%s\",\"f\":\"a-function-of-no-model-%d\"}\n";
      lines.append(event.formatted(2 * i, "invoke", i)).append(event.formatted(2 * i + 1, "ok", i));
    }
    Path history = Files.writeString(folder.resolve("h.jsonl"), lines);
    assertThat(ordeal.run("check", history.toString())).isEqualTo(2);
    String said = ordeal.out().lines().findFirst().orElseThrow();
    assertThat(said).contains("… (20)", "--model", "--map");
    assertThat(said.length() - history.toString().length()).isLessThanOrEqualTo(CHARACTERS_MAX);
  }

  @Test
  void yamlNamesOneLineAndTheSameNumbersOfNodesAsTheOption() throws IOException {
    Path tab = Files.writeString(folder.resolve("tab.yml"), "name: x\nports:\n\tclient: a\n");
    String said = refused("run", tab.toString());
    assertThat(said).contains("tab.yml, line 3").containsOnlyOnce("line ");
    assertThat(refused("run", "brittle", "--nodes", "26")).contains("from 1 to 25");
    Path many =
        Files.writeString(
            folder.resolve("many.yml"), "name: x\nnodes: 26\nports: {client: a}\nstart: [x]\n");
    assertThat(refused("run", many.toString())).contains("25");
  }
}
