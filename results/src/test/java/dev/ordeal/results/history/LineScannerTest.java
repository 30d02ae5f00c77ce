package dev.ordeal.results.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What the scanner accepts means the same to the real parser. */
class LineScannerTest {
  private static final int LINES = 300_000;
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          ",",
          ":",
          "\"",
          "[",
          "]",
          " ",
          "-",
          "0",
          "1",
          "12345678",
          "99999999999999999",
          "\"i\":",
          "\"t\":",
          "\"p\":",
          "\"type\":",
          "\"f\":",
          "\"k\":",
          "\"v\":",
          "\"e\":",
          "\"index\":3,",
          "\"value\":",
          "\"ok\"",
          "\"invoke\"",
          "null",
          "true",
          "false",
          "1.5",
          "\"ü\"",
          "\"a\\n\"",
          "\"nemesis\"",
          "[1,2]",
          "[]",
          "[[1]]",
          "\r",
          "x",
          "1e3",
          "007");

  private static String line(SplittableRandom random) {
    StringBuilder line = new StringBuilder();
    line.append("{\"i\":").append(number(random));
    line.append(",\"t\":").append(number(random));
    line.append(",\"p\":").append(random.nextInt(5) == 0 ? "\"nemesis\"" : number(random));
    line.append(",\"type\":\"").append(pick(random, "invoke", "ok", "fail", "info", "other"));
    line.append("\",\"f\":").append(pick(random, "\"read\"", "\"écrire\"", "\"\"", "null"));
    if (random.nextBoolean()) {
      line.append(",\"key\":").append(value(random));
    }
    line.append(",\"value\":").append(value(random));
    if (random.nextInt(4) == 0) {
      line.append(",\"error\":").append(pick(random, "\"timeout\"", "\"\"", "null", "7"));
    }
    line.append("}").append(random.nextInt(10) == 0 ? "\r" : "");
    if (random.nextInt(3) == 0) {
      int at = random.nextInt(line.length());
      line.replace(at, at + random.nextInt(2), PIECES.get(random.nextInt(PIECES.size())));
    }
    return line.toString().replace("\n", "");
  }

  private static String pick(SplittableRandom random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static String number(SplittableRandom random) {
    long size = 1L << random.nextInt(63);
    return Long.toString(random.nextLong(size) * (random.nextInt(8) == 0 ? -1 : 1));
  }

  private static String value(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> "null";
      case 1 -> pick(random, "true", "false", "\"x\"", "\"日本\"", "1.25");
      case 2 -> "[" + number(random) + "," + number(random) + "]";
      case 3 -> "[]";
      default -> number(random);
    };
  }

  @Test
  void agreesWithTheParser() throws java.io.IOException {
    SplittableRandom random = new SplittableRandom(7);
    int accepted = 0;
    for (int i = 0; i < LINES; i++) {
      String line = line(random);
      byte[] bytes = line.getBytes(UTF_8);
      EventTable table = new EventTable(1);
      int end = new LineScanner(table).scan(bytes, 0, bytes.length);
      if (end < 0) {
        assertThat(table).isEmpty();
        continue;
      }
      accepted++;
      // White space makes the scanner refuse, so this is the parser's reading.
      EventTable parsed = new EventTable(1);
      byte[] spaced = (" " + line + "\n").getBytes(UTF_8);
      assertThat(new LineScanner(parsed).scan(spaced, 0, spaced.length)).isNegative();
      Event expected = JsonLines.parse(bytes, bytes.length);
      assertThat(EventTable.join(List.of(table))).as(line).containsExactly(expected);
    }
    assertThat(accepted).isBetween(LINES / 10, LINES * 9 / 10);
  }
}
