package dev.ordeal.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Histories that are easily misjudged, each with the right verdict and what the answer must say,
 * from the table {@code cases/histories.tsv}: texts separated by {@code &}; those behind {@code !}
 * are patterns that must not be found.
 */
class CasesTest {
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("valid", 0, "invalid", 1, "unknown", 2, "error", 64);

  private static final int MESSAGE_MAX = 200;

  /** A row of the table. */
  record Row(String file, String arguments, String expected, String says) {
    @Override
    public String toString() {
      return file + " " + arguments;
    }
  }

  private static Path cases() {
    try {
      return Path.of(CasesTest.class.getResource("/cases/histories.tsv").toURI()).getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (String line : Files.readAllLines(cases().resolve("histories.tsv"))) {
      String[] columns = line.split("\t", -1);
      rows.add(new Row(columns[0], columns[1], columns[2], columns[3]));
    }
    return rows.subList(1, rows.size());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theAnswerIsRight(Row row) {
    Path file = cases().resolve("histories").resolve(row.file());
    List<String> arguments = new ArrayList<>(List.of("check", "--check-time", "20s"));
    arguments.addAll(List.of(row.arguments().strip().split(" +")));
    arguments.removeIf(String::isEmpty);
    arguments.add(file.toString());
    Ordeal ordeal = new Ordeal();
    int code = ordeal.run(arguments.toArray(String[]::new));
    String answer = ordeal.said().replace(file.toString(), row.file());
    if (row.expected().startsWith("not ")) {
      assertThat(code).as(answer).isNotEqualTo(EXIT_CODES.get(row.expected().substring(4)));
    } else {
      assertThat(code).as(answer).isEqualTo(EXIT_CODES.get(row.expected()));
    }
    for (String text : row.says().split(" & ")) {
      if (text.startsWith("! ")) {
        assertThat(Pattern.compile(text.substring(1), Pattern.MULTILINE).matcher(answer).find())
            .as("%s in %s", text, answer)
            .isFalse();
      } else {
        assertThat(answer).contains(text);
      }
    }
    if (row.expected().equals("error")) {
      String first = ordeal.err().replace(file.toString(), row.file()).lines().findFirst().get();
      assertThat(first).hasSizeLessThanOrEqualTo(MESSAGE_MAX);
    }
  }
}
