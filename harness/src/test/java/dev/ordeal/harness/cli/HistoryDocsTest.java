package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ordeal check} says of each history of {@code docs/history.md} what the page says. */
class HistoryDocsTest {
  private static final Pattern EXAMPLE =
      Pattern.compile(
          "\\*\\*([^*]+)\\*\\*:[^\\n"
              + "]*(?:\\n"
              + "[^\\n"
              + "]+)*\\n"
              + "\\n"
              + "```jsonl\\n"
              + "(.*?)```\\n"
              + "\\n"
              + "```\\n"
              + "(.*?)\\n"
              + "```",
          Pattern.DOTALL);

  private static final int EXAMPLES = 6;

  @TempDir private Path folder;

  /**
   * A history of the page.
   *
   * @param answer how the answer begins
   */
  record Example(String what, String history, String answer) {
    @Override
    public String toString() {
      return what;
    }
  }

  static Stream<Example> examples() throws IOException {
    return EXAMPLE
        .matcher(Files.readString(Path.of("../docs/history.md")))
        .results()
        .map(HistoryDocsTest::example);
  }

  private static Example example(MatchResult match) {
    return new Example(match.group(1), match.group(2), match.group(3));
  }

  @Test
  void allAreFound() throws IOException {
    assertThat(examples()).hasSize(EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isJudgedAsThePageSays(Example example) throws IOException {
    Path file = Files.writeString(folder.resolve("history.jsonl"), example.history());
    Ordeal ordeal = new Ordeal();
    ordeal.run("check", file.toString());
    assertThat(ordeal.out()).startsWith(file + ": " + example.answer());
  }
}
