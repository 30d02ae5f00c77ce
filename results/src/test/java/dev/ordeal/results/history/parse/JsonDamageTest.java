package dev.ordeal.results.history.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.file.HistoryFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damage is told in this program's words, in JSON lines and in an array. */
class JsonDamageTest {
  private static final String EVENT = "{\"p\":0,\"type\":\"invoke\",\"f\":\"write\",\"v\":1}";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"p\":0,\"type\":\"ok\",\"f\":\"write\",\"v\":1x} | 'x' stands where a comma or a closing"
            + " bracket must be",
        "{\"p\":0,\"type\":\"ok\",\"f\":\"write\",\"v\":[1} | '}' stands where ']' must be",
        "{\"p\" 0} | '0' stands where a colon must be",
        "{\"p\":0,,\"v\":1} | ',' stands where a name in double quotes must be",
        "{p:0} | 'p' stands where a name in double quotes must be",
        "{\"p\":} | '}' stands where a value must be",
        "{\"p\":0,\"v\":tru} | 'tru' is no value; a text stands in double quotes",
        "{\"p\":0,\"v\":NaN} | 'NaN' is no value; null is, or a text",
        "{\"p\":0,\"f\":\"wr\tite\"} | a text has a control character (code 9), or no end",
        "{\"p\":0,\"f\":\"wr\\xite\"} | a text has \\x, which is no escape",
        "{\"p\":0,\"v\":01} | a number begins with a needless 0",
        "{\"p\":0,\"v\":1.} | '}' stands where a digit must be",
      })
  void isToldInPlainWords(String line, String told) throws IOException {
    for (String text :
        new String[] {
          String.join("\n", EVENT, line, EVENT, ""),
          "[" + String.join(",\n", EVENT, line, EVENT) + "]"
        }) {
      Path file = Files.writeString(folder.resolve("history.jsonl"), text);
      assertThatThrownBy(() -> HistoryFile.read(file))
          .isInstanceOf(MalformedHistoryException.class)
          .hasMessageContaining("line 2, column ")
          .hasMessageEndingWith(": " + told + "; mend that line")
          .extracting(each -> each.getMessage().length())
          .satisfies(length -> assertThat(length).isLessThanOrEqualTo(200));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"p\":0,\"f\":\"wri | the end comes before all texts and brackets are closed",
        "{ | the end comes before all texts and brackets are closed"
      })
  void aLineThatEndsTooSoonIsTold(String line, String told) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("history.jsonl"), String.join("\n", EVENT, line, EVENT, ""));
    assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining(told);
  }

  @ParameterizedTest
  @CsvSource({"501, brackets are nested deeper than 500"})
  void whatIsTooDeepIsTold(int depth, String told) throws IOException {
    String deep = "{\"p\":0,\"v\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    Path file =
        Files.writeString(
            folder.resolve("history.jsonl"), String.join("\n", EVENT, deep, EVENT, ""));
    assertThatThrownBy(() -> HistoryFile.read(file)).hasMessageContaining(told);
  }
}
