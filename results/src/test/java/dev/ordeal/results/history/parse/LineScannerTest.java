package dev.ordeal.results.history.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.EventTable;
import dev.ordeal.results.history.Growth;
import dev.ordeal.results.history.LineScanner;
import dev.ordeal.results.history.Notation;
import dev.ordeal.results.history.file.EdnHistory;
import dev.ordeal.results.history.file.HistoryFile;
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
    if (random.nextInt(3) == 0) {
      line.append(random.nextInt(6) > 0 ? ",\"n\":" : ",\"node\":");
      line.append(
          random.nextInt(6) > 0
              ? "\"n1\""
              : pick(random, "\"node-22\"", "\"\\u0031\"", "\"\"", "7"));
    }
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

  private static EventTable joined(EventTable... parts) {
    EventTable whole = new EventTable(0);
    for (EventTable part : parts) {
      whole.append(part, Growth.UNKNOWN);
    }
    return whole;
  }

  @Test
  void agreesWithTheParser() throws java.io.IOException {
    SplittableRandom random = new SplittableRandom(7);
    int accepted = 0;
    for (int i = 0; i < LINES; i++) {
      String line = line(random);
      byte[] bytes = line.getBytes(UTF_8);
      EventTable table = new EventTable(1);
      int end = new LineScanner(table, Notation.JSON).scan(bytes, 0, bytes.length);
      if (end < 0) {
        assertThat(table).isEmpty();
        continue;
      }
      accepted++;
      // White space makes the scanner refuse, so this is the parser's reading.
      EventTable parsed = new EventTable(1);
      byte[] spaced = (" " + line + "\n").getBytes(UTF_8);
      assertThat(new LineScanner(parsed, Notation.JSON).scan(spaced, 0, spaced.length))
          .isNegative();
      Event expected = BlockParser.parse(bytes, bytes.length);
      assertThat(joined(table)).as(line).containsExactly(expected);
    }
    assertThat(accepted).isBetween(LINES / 10, LINES * 9 / 10);
  }

  /** Lists as they grow, with now and then another beginning, another form, or nonsense. */
  private static String transaction(SplittableRandom random, int grown) {
    StringBuilder text = new StringBuilder("[");
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String key = pick(random, "1", "2", "\"x\"", "-7", random.nextInt(9) == 0 ? "null" : "3");
      text.append(i == 0 ? "" : ",").append("[\"");
      switch (random.nextInt(4)) {
        case 0 -> text.append("append\",").append(key).append(",").append(number(random));
        case 1 -> text.append("w\",").append(key).append(",").append(value(random));
        default -> {
          text.append("r\",").append(key).append(",");
          if (random.nextInt(5) == 0) {
            text.append("null");
          } else {
            text.append("[");
            for (int e = 0; e < random.nextInt(grown + 1); e++) {
              int odd = random.nextInt(60) == 0 ? random.nextInt(200) : 0;
              text.append(e == 0 ? "" : ",").append(e * 7 + odd);
            }
            text.append("]");
          }
        }
      }
      text.append("]");
    }
    return text.append("]").toString();
  }

  private static String transactionLine(SplittableRandom random, int number) {
    String type = pick(random, "invoke", "ok", "info", "fail");
    String line =
        "{\"i\":%d,\"t\":%d,\"p\":%d,\"type\":\"%s\",\"f\":\"txn\",\"v\":%s}"
            .formatted(number, number * 3L, number, type, transaction(random, number / 20));
    if (random.nextInt(6) == 0) {
      int at = random.nextInt(line.length());
      line = line.substring(0, at) + PIECES.get(random.nextInt(PIECES.size())) + line.substring(at);
    }
    return line;
  }

  @Test
  void transactionsAgreeWithTheParser() throws java.io.IOException {
    SplittableRandom random = new SplittableRandom(11);
    int accepted = 0;
    for (int round = 0; round < 60; round++) {
      StringBuilder block = new StringBuilder();
      for (int i = 0; i < 300; i++) {
        block.append(transactionLine(random, i)).append("\n");
      }
      byte[] bytes = block.toString().getBytes(UTF_8);
      EventTable table = new EventTable(1);
      List<Event> expected = new java.util.ArrayList<>();
      LineScanner scanner = new LineScanner(table, Notation.JSON);
      int at = 0;
      for (String line : block.toString().lines().toList()) {
        byte[] alone = line.getBytes(UTF_8);
        if (scanner.scan(bytes, at, bytes.length) >= 0) {
          expected.add(BlockParser.parse(alone, alone.length));
          accepted++;
        }
        at += alone.length + 1;
      }
      EventTable other = new EventTable(1);
      expected.forEach(other::append);
      assertThat(table).containsExactlyElementsOf(expected);
      // Joined, so that numbers and texts of the second part have to be translated.
      List<Event> both = new java.util.ArrayList<>(expected);
      both.addAll(expected);
      assertThat(joined(other, table)).containsExactlyElementsOf(both);
    }
    assertThat(accepted).isGreaterThan(10_000);
  }

  @Test
  void ednAgreesWithItsParser() throws java.io.IOException {
    SplittableRandom random = new SplittableRandom(13);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      String json = transactionLine(random, i % 400);
      String line =
          json.replaceAll("\"([a-z]+)\":", ":$1 ")
              .replaceAll("\"([a-z]+)\"", ":$1")
              .replace("null", "nil")
              .replace(",", random.nextBoolean() ? ", " : " ")
              .replace(":i ", ":index ")
              .replace(":p ", ":process ")
              .replace(":v ", ":value ")
              .replace(":t ", ":time ");
      byte[] bytes = line.getBytes(UTF_8);
      EventTable table = new EventTable(1);
      if (new LineScanner(table, Notation.EDN).scan(bytes, 0, bytes.length) >= 0) {
        HistoryFile expected =
            EdnHistory.read("test", new java.io.ByteArrayInputStream(harmless(line)));
        assertThat(table.get(0).value())
            .as(line)
            .isEqualTo(expected.history().events().get(0).value());
        accepted++;
      }
    }
    assertThat(accepted).isGreaterThan(10_000);
  }

  /** A line as a history of its own: a completion needs its call. */
  private static byte[] harmless(String line) {
    return line.replaceFirst(":type :(ok|fail|info)", ":type :invoke").getBytes(UTF_8);
  }
}
