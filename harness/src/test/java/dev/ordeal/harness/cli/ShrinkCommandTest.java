package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The least part of a history that shows its violation. */
class ShrinkCommandTest {
  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private static String call(
      long number, int process, String function, String argument, String result) {
    return """
    {"i":%d,"t":%d,"p":%d,"type":"invoke","f":"%s","k":0,"v":%s}
    {"i":%d,"t":%d,"p":%d,"type":"ok","f":"%s","k":0,"v":%s}
    """
        .formatted(
            number,
            number * 10,
            process,
            function,
            argument,
            number + 1,
            number * 10 + 5,
            process,
            function,
            result);
  }

  private Path stale() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      text.append(call(4L * i, i % 3, "write", "" + i, "" + i));
      text.append(call(4L * i + 2, i % 3, "read", "null", "" + i));
    }
    text.append(call(500, 1, "read", "null", "38"));
    return Files.writeString(folder.resolve("h.jsonl"), text);
  }

  @Test
  void theLeastPartIsWrittenAndIsJudgedTheSame() throws IOException {
    Path least = folder.resolve("least.jsonl");
    assertThat(ordeal.run("shrink", stale().toString(), "-o", least.toString()))
        .as(ordeal.err())
        .isZero();
    assertThat(ordeal.out())
        .contains("stale-read: 3 of 81 operations show it", "read key 0 38", "written    " + least)
        .contains("check " + least);
    assertThat(Files.readAllLines(least)).hasSize(6).last().asString().contains("\"i\":501");
    assertThat(ordeal.run("check", least.toString())).isEqualTo(1);
    assertThat(ordeal.out()).contains("#500", "stale-read");
  }

  /** Any wrong sum has a beginning that would explain it, which says nothing. */
  @Test
  void aCounterKeepsItsAdditionsAndTheWrongRead() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      text.append(call(2L * i, i % 3, "add", "1", "1"));
    }
    text.append(call(50, 1, "read", "null", "20")).append(call(60, 2, "read", "null", "19"));
    Path counter = Files.writeString(folder.resolve("counter.jsonl"), text);
    Path least = folder.resolve("least.jsonl");
    assertThat(ordeal.run("shrink", counter.toString(), "-o", least.toString())).isZero();
    // The operations shown are the violation's own before others.
    assertThat(ordeal.out()).contains("#60", "… 9 more");
    assertThat(ordeal.run("check", least.toString())).isEqualTo(1);
    assertThat(ordeal.out()).contains("stale-read").doesNotContain("--initial");
  }

  /** Without the right read before it, the wrong one could be of another first value. */
  @Test
  void aPartIsNotExplainedByWhatDoesNotExplainTheWhole() throws IOException {
    String text =
        call(0, 0, "read", "null", "null")
            + call(2, 1, "read", "null", "5")
            + call(4, 0, "write", "1", "1")
            + call(6, 1, "read", "null", "1");
    Path register = Files.writeString(folder.resolve("register.jsonl"), text);
    Path least = folder.resolve("least.jsonl");
    assertThat(ordeal.run("shrink", register.toString(), "-o", least.toString())).isZero();
    assertThat(checkIt()).isEqualTo(1);
    assertThat(ordeal.out()).contains("phantom-read").doesNotContain("--initial");
  }

  /** Runs the command that was printed to check what was written. */
  private int checkIt() {
    String command =
        ordeal
            .out()
            .lines()
            .filter(line -> line.startsWith("  check it"))
            .findFirst()
            .orElseThrow();
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command.substring(13));
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    return ordeal.run(words.subList(1, words.size()).toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "register-real.jsonl         |",
        "register-text-five.jsonl    | --initial 5",
        "register-text-five.jsonl    | --initial x y",
        "log-text.jsonl              |",
        "counter-lost.jsonl          |",
        "long-fork.jsonl             | --consistency prefix",
        "long-fork-of-calls.jsonl    | --consistency sequential",
        "list-turned.jsonl           | --consistency pram",
        "transactions-begun.jsonl    | --consistency serializable",
        "bank-small.jsonl            | --total 7",
      })
  void theCommandThatChecksItCanBeCopied(String name, String options) throws Exception {
    Path cases = Path.of(getClass().getResource("/cases/histories.tsv").toURI());
    Path file = cases.resolveSibling("histories").resolve(name);
    Path least = folder.resolve("the least.jsonl");
    List<String> words =
        new ArrayList<>(List.of("shrink", file.toString(), "-o", least.toString()));
    if (options != null) {
      // The first word is an option, the rest its value.
      words.addAll(List.of(options.split(" ", 2)));
    }
    assertThat(ordeal.run(words.toArray(String[]::new))).as(ordeal.err()).isZero();
    String anomaly = ordeal.out().lines().findFirst().orElseThrow().replaceAll(":.*", "");
    assertThat(checkIt()).as(ordeal.said()).isEqualTo(1);
    assertThat(ordeal.out()).contains("the least.jsonl: INVALID", "  " + anomaly);
  }

  @Test
  void whatCannotBeShrunkIsNamed() throws IOException {
    Path history = stale();
    Path there = Files.writeString(folder.resolve("there.jsonl"), "mine");
    assertThat(ordeal.run("shrink", history.toString(), "-o", there.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("there.jsonl exists already", "-o");
    assertThat(there).hasContent("mine");
    String least = folder.resolve("least.jsonl").toString();
    Path right = Files.writeString(folder.resolve("right.jsonl"), call(0, 0, "write", "1", "1"));
    assertThat(ordeal.run("shrink", right.toString(), "-o", least)).isEqualTo(64);
    assertThat(ordeal.err()).contains("right.jsonl is", "nothing to shrink");
    assertThat(ordeal.run("shrink", folder.resolve("none").toString(), "-o", least)).isEqualTo(64);
    assertThat(ordeal.err()).contains("No such file or run", "none");
    Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{\"i\":\n{}\n");
    assertThat(ordeal.run("shrink", broken.toString(), "-o", least)).isEqualTo(64);
    assertThat(ordeal.err()).contains("broken.jsonl, line 1");
    assertThat(ordeal.run("shrink", history.toString(), "-o", folder + "/no/least.jsonl"))
        .isEqualTo(64);
    assertThat(ordeal.err()).contains("/no");
    assertThat(ordeal.run("shrink", history.toString(), "-o", least + ".gz")).isEqualTo(64);
    assertThat(ordeal.err()).contains("it is written as text");
    assertThat(ordeal.run("shrink", history.toString(), "--consistency", "typo")).isEqualTo(64);
    assertThat(Path.of(least)).doesNotExist();
  }
}
