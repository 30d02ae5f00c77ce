package dev.ordeal.harness.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.run.LaunchedAs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Recorded words are read as they were written, and options that are given replace some. */
class RunWordsTest {
  private static RunWords words(String target, Map<String, List<String>> options) {
    return new RunWords(target, options);
  }

  @Test
  void aLineIsTakenApartAsItWasQuoted() {
    List<String> words =
        List.of("./or deal", "run", "it's", "", "a\\b", "$(touch x)", "`x`;&|", "\"", "ä\tb", "''");
    String line = words.stream().map(LaunchedAs::quoted).collect(Collectors.joining(" "));
    assertThat(ShellWords.of(line)).isEqualTo(words);
    assertThat(ShellWords.of("  ")).isEmpty();
    assertThatThrownBy(() -> ShellWords.of("ordeal 'run")).hasMessageContaining("no end");
  }

  @Test
  void valuesThatAreGivenReplaceRecordedOnes() {
    RunWords recorded =
        words(
            "brittle",
            Map.of(
                "--bug", List.of("a", "b"),
                "--rate", List.of("200"),
                "--set", List.of("version=1", "size=3"),
                "--faults", List.of("kill"),
                "--ssh", List.of("a,b"),
                "--environment", List.of("ssh")));
    RunWords given =
        words(
            "",
            Map.of(
                "--bug", List.of("c"),
                "--set", List.of("version=2"),
                "--schedule", List.of("s.yml"),
                "--environment", List.of("process")));
    assertThat(recorded.with(given).options())
        .isEqualTo(
            Map.of(
                "--bug", List.of("c"),
                "--rate", List.of("200"),
                "--set", List.of("version=2", "size=3"),
                "--schedule", List.of("s.yml"),
                "--environment", List.of("process")));
    assertThat(recorded.without(given).options())
        .isEqualTo(Map.of("--rate", List.of("200"), "--set", List.of("size=3")));
    assertThat(recorded.without(given).target()).isEqualTo("brittle");
    assertThat(recorded.without(words("zookeeper", Map.of())).target()).isEmpty();
    assertThat(recorded.changes(given))
        .containsExactlyInAnyOrder(
            "--bug c (recorded: a b)",
            "--set version=2 (recorded: version=1)",
            "--schedule s.yml (recorded: none)",
            "--environment process (recorded: ssh)");
    assertThat(recorded.changes(words("etcd", Map.of("--rate", List.of("200")))))
        .containsExactly("target etcd (recorded: brittle)");
  }

  @Test
  void relativePathsCountFromTheRecordedDirectory() {
    RunWords words =
        words(
            "My.java",
            Map.of(
                "--path", List.of("a.jar:/b.jar"),
                "--image", List.of("./here"),
                "--bug", List.of("x")));
    RunWords there = words.in(Path.of("/tmp/there"));
    assertThat(there.target()).isEqualTo("/tmp/there/My.java");
    assertThat(there.options().get("--path")).containsExactly("/tmp/there/a.jar:/b.jar");
    assertThat(there.options().get("--image")).containsExactly("/tmp/there/here");
    assertThat(there.options().get("--bug")).containsExactly("x");
    assertThat(words.in(Path.of("").toAbsolutePath())).isEqualTo(words);
    assertThat(words("brittle", Map.of("--image", List.of("debian"))).in(Path.of("/tmp")))
        .isEqualTo(words("brittle", Map.of("--image", List.of("debian"))));
  }
}
