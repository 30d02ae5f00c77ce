package dev.ordeal.results.history.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Recorded;
import dev.ordeal.results.history.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that other tools wrote. */
// Lines as files have them, with their tabs.
@SuppressWarnings("StringConcatToTextBlock")
class ForeignHistoryTest {
  private static final String LINES =
      """
      {"type":"invoke","f":"write","value":3,"process":0,"time":10,"index":0}
      {"type":"ok","f":"write","value":3,"process":0,"time":20,"index":1}
      """;

  private static HistoryFile read(byte[] bytes) throws IOException {
    return HistoryFile.read("h", new ByteArrayInputStream(bytes));
  }

  private static HistoryFile read(String text) throws IOException {
    return read(text.getBytes(UTF_8));
  }

  private static List<Event> events(String text) throws IOException {
    return read(text).history().events();
  }

  private static Value value(String edn) throws IOException {
    return events("{:type :invoke :f :write :process 0 :value " + edn + "}").getFirst().value();
  }

  @Test
  void jsonMayBeAnArrayOrStandOnSeveralLines() throws IOException {
    List<Event> expected = events(LINES);
    assertThat(expected).hasSize(2);
    String objects = LINES.strip();
    assertThat(events("[" + objects.replace("}\n", "},\n") + "]")).isEqualTo(expected);
    assertThat(events("[\n" + objects.replace("}\n", "},") + "\n]\n")).isEqualTo(expected);
    assertThat(events(LINES.replace(",", ",\n  ").replace("{", "{\n"))).isEqualTo(expected);
  }

  @Test
  void aByteOrderMarkIsSkipped() throws IOException {
    List<Event> expected = events(LINES);
    assertThat(events("\uFEFF" + LINES)).isEqualTo(expected);
    assertThat(events("\uFEFF[" + LINES.strip().replace("}\n", "},") + "]")).isEqualTo(expected);
    assertThat(read(("\uFEFF" + LINES).getBytes(UTF_16LE)).history().events()).isEqualTo(expected);
    assertThat(read(("\uFEFF" + LINES).getBytes(UTF_16BE)).history().events()).isEqualTo(expected);
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void theHistoryInAnArchiveIsFoundByItsName() throws IOException {
    List<Event> expected = events(LINES);
    byte[] folder =
        zip("a/", "", "a/results.edn", "{}", "a/history.jsonl", LINES, "a/jepsen.log", "text");
    assertThat(read(folder).history().events()).isEqualTo(expected);
    assertThat(read(zip("x.json", LINES)).history().events()).isEqualTo(expected);
    assertThatThrownBy(() -> read(zip("a/history.edn", "", "b/history.edn", "")))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("holds 2 files that may be the history")
        .hasMessageContaining("a/history.edn");
    assertThatThrownBy(() -> read(zip("a/x.png", "")))
        .hasMessageContaining("holds no file that may be a history");
  }

  @Test
  void damagedPackingIsTheFilesFault() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(LINES.getBytes(UTF_8));
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    assertThatThrownBy(() -> read(half))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("h cannot be unpacked, it is cut off or damaged");
  }

  @Test
  void aStoreFolderHoldsOneHistory(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("results.edn"), "{}");
    Files.writeString(folder.resolve("history.txt"), "0\t:invoke\t:read\tnil\n");
    assertThat(HistoryFile.inFolder(folder)).isEqualTo(folder.resolve("history.txt"));
    Files.writeString(folder.resolve("history.edn"), "");
    assertThat(HistoryFile.inFolder(folder)).isEqualTo(folder.resolve("history.edn"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0x1F | 31",
        "-0xff | -255",
        "16r1F | 31",
        "2r101 | 5",
        "36rZ | 35",
        "017 | 15",
        "0 | 0",
        "+7 | 7",
        "7N | 7",
        "7M | 7",
        "-3/4 | -0.75",
        "1.5e3 | 1500.0",
        "1e3M | 1000.0",
        "##Inf | Infinity",
        "##-Inf | -Infinity",
        "##NaN | NaN",
        "\\a | a",
        "\\u0041 | A",
        "\\o101 | A",
        "\\( | (",
        "\"a\\u0041\\101\" | aAA",
        "^{:line 3} x | x",
        "^:final ^String y | y",
        "#_ 1 2 | 2",
        "#_#_ 1 2 3 | 3",
        ":a.b/c | a.b/c",
        "#inst \"2020\" | 2020",
        "#object[example.Handle 0x3f2a91 \"h\"] | [example.Handle, 4139665, h]",
        "#<Handle <a> b> | #<Handle <a> b>",
        "#\"\\d+\" | \\d+",
        "#{1} | [1]",
        "#'user/x | user/x",
        "#:a{:b 1 :c/d 2} | {a/b=1, c/d=2}",
        "[1 #_2] | [1]",
        "{0 60, 1 40} | {0=60, 1=40}",
      })
  void ednIsReadAsClojurePrintsIt(String edn, String expected) throws IOException {
    assertThat(value(edn).toString().strip()).isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0xZ",
        "08",
        "1r0",
        "37r1",
        "2r12",
        "1/0",
        "9223372036854775808",
        "##Foo",
        "1a",
        "#:a[1]",
        "{:a}",
        "]",
        "1e5000x",
        "\"\\q\"",
        "1.5.5M"
      })
  void whatIsNoEdnIsRefusedWithItsLine(String edn) {
    assertThatThrownBy(() -> value(edn))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("h, line 1");
  }

  @Test
  void numbersAndTextsAreDifferentValues() throws IOException {
    assertThat(value("17")).isNotEqualTo(value("\"17\""));
    assertThat(events(LINES.replace(":3,", ":\"3\",")).getFirst().value())
        .isNotEqualTo(Value.of(3));
  }

  @Test
  void textLinesAreReadFromTheFileAndFromALog() throws IOException {
    String lines =
        "0\t:invoke\t:write\t1\n:nemesis\t:info\t:start\tnil\n0\t:info\t:write\t1\t:timeout\n"
            + "1\t:invoke\t:cas\t[1 2]\n1\t:fail\t:cas\t[1 2]\t[:x \"y z\"]\n";
    HistoryFile file = read(lines);
    List<Event> events = file.history().events();
    assertThat(events).hasSize(5);
    assertThat(events.get(1).byNemesis()).isTrue();
    assertThat(events.get(2).error()).isEqualTo("timeout");
    assertThat(events.get(4).error()).isEqualTo("[:x \"y z\"]");
    assertThat(file.history().recorded().times()).isFalse();
    String log =
        "2024-01-01 12:00:00,000{GMT}\tINFO\t[main] jepsen.core: Starting\n"
            + lines.replaceAll("(?m)^", "INFO [2024-01-01 12:00:01] jepsen worker - jepsen.util ")
            + "WARN something else\n";
    HistoryFile fromLog = read(log);
    assertThat(fromLog.history().events()).isEqualTo(events);
    assertThat(fromLog.notes().toString()).contains("5 lines are events, 2 others were skipped");
    assertThatThrownBy(() -> read(lines + "garbage\n" + lines))
        .hasMessageContaining("h, line 6: expected process, type, function and value");
    assertThat(read(lines + "1\t:invo").notes().toString()).contains("line 6").contains("dropped");
    assertThatThrownBy(() -> read("<html>\n<body>404</body>"))
        .hasMessageContaining("h, line 1: no event");
  }

  @Test
  void timeDecidesTheOrderThenTheIndexThenTheLine() throws IOException {
    String event = "{\"type\":\"%s\",\"f\":\"read\",\"process\":%d%s}\n";
    String byTime =
        event.formatted("invoke", 0, ",\"time\":30")
            + event.formatted("ok", 0, ",\"time\":40")
            + event.formatted("invoke", 1, ",\"time\":10")
            + event.formatted("ok", 1, ",\"time\":35");
    HistoryFile sorted = read(byTime);
    assertThat(sorted.history().events())
        .extracting(Event::time)
        .containsExactly(10L, 30L, 35L, 40L);
    assertThat(sorted.history().events()).extracting(Event::index).containsExactly(0L, 1L, 2L, 3L);
    assertThat(sorted.notes().toString()).contains("sorted by time");
    HistoryFile byIndex = read(byTime.replace("time", "index"));
    assertThat(byIndex.history().events()).extracting(Event::process).containsExactly(1, 0, 1, 0);
    assertThat(byIndex.notes().toString()).contains("sorted by index");
    assertThat(byIndex.history().recorded().times()).isFalse();
    HistoryFile same = read(byTime.replaceAll("\"time\":..", "\"time\":5"));
    assertThat(same.history().events()).extracting(Event::process).containsExactly(0, 0, 1, 1);
    assertThat(same.history().recorded().times()).isFalse();
    HistoryFile repeated = read(byTime.replaceAll("\"time\":..", "\"index\":5"));
    assertThat(repeated.history().events())
        .extracting(Event::index)
        .containsExactly(0L, 1L, 2L, 3L);
    assertThat(repeated.notes().toString()).contains("index 5 repeats");
    HistoryFile some = read(byTime.replace(",\"time\":35", ""));
    assertThat(some.notes().toString()).contains("1 of 4 events have no time");
    assertThat(some.history().recorded().times()).isFalse();
  }

  @Test
  void timesThatContradictAProcessAreRefused() {
    String lines = LINES.replace("\"time\":20", "\"time\":5");
    assertThatThrownBy(() -> read(lines))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("h, line 2: process 0 completes");
  }

  private static void refused(String second, String problem) {
    String first = LINES.lines().findFirst().orElseThrow();
    assertThatThrownBy(() -> read(first + "\n\n" + second + "\n"))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageStartingWith("h, line 3: ")
        .hasMessageContaining(problem);
  }

  @Test
  void completionsFitTheirCalls() {
    String second = LINES.lines().toList().get(1);
    refused(second.replace("write", "read"), "completes \"read\" while its open call is \"write\"");
    refused(
        second.replace("ok", "invoke"),
        "process 0 invokes write while its call of event 0 is still open");
    refused(
        second.replace("\"process\":0", "\"process\":1"),
        "process 1 completes \"write\", but it has no open call");
  }

  @Test
  void completionsAreOfTheSameKeyAndMicroOperations() {
    String keyed =
        """
        {:process 0 :type :invoke :f :read :value ["a" nil]}
        {:process 0 :type :ok :f :read :value ["b" 1]}
        """;
    assertThatThrownBy(() -> read(keyed))
        .hasMessageContaining("h, line 2")
        .hasMessageContaining("on key \"b\" while its open call is on key \"a\"");
    String txn =
        """
        {:process 0 :type :invoke :f :txn :value [[:append :x 1] [:r :y nil]]}
        {:process 0 :type :ok :f :txn :value [[:append :x %d] [:r %s [1]]]}
        """;
    assertThatThrownBy(() -> read(txn.formatted(2, ":y")))
        .hasMessageContaining("h, line 2: process 0 completes other micro-operations");
    assertThatThrownBy(() -> read(txn.formatted(1, ":z")))
        .hasMessageContaining("h, line 2: process 0 completes other micro-operations");
  }

  @Test
  void callsWithoutProcessesArePairedByWhatTheyDo() throws IOException {
    String events =
        """
        {:type :invoke :value [[:append :a 1]]}
        {:type :invoke :value [[:r :a nil]]}
        {:type :ok :value [[:r :a []]]}
        {:type :ok :value [[:append :a 1]]}
        """;
    HistoryFile file = read(events);
    assertThat(file.history().operations())
        .extracting(Operation::process, Operation::function, Operation::isOk)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(0, "txn", true),
            org.assertj.core.groups.Tuple.tuple(1, "txn", true));
    assertThat(file.history().operations().getFirst().completion().orElseThrow().index())
        .isEqualTo(3);
    assertThat(file.history().recorded()).isEqualTo(new Recorded(false, true, false));
    String twice = events.replace("[:append :a 1]", "[:r :a nil]");
    assertThatThrownBy(() -> read(twice))
        .hasMessageContaining("h, line 3: 2 open calls may be what completes here");
    assertThatThrownBy(() -> read(events + "{:type :ok :process 3 :value [[:append :a 1]]}"))
        .hasMessageContaining("h, line 5: the event names process 3, others name none");
  }

  @Test
  void completionsAloneAreConcurrent() throws IOException {
    HistoryFile file =
        read(
            """
            {:type :ok :f :txn :process 1 :value [[:append :a 1]] :index 4}
            {:type :ok :f :txn :process 1 :value [[:r :a [1]]] :index 7}
            """);
    Columns columns = file.history().columns();
    assertThat(file.history().recorded()).isEqualTo(new Recorded(false, false, true));
    assertThat(columns.endAt(0)).isGreaterThan(columns.callAt(1));
    assertThat(file.history().operations())
        .extracting(Operation::label)
        .containsExactly("T4", "T7");
    assertThat(file.notes().toString()).contains("nothing is known of real time");
  }

  @Test
  void tuplesOfAKeyAreSplit() throws IOException {
    String cas =
        """
        [{:process 0 :type :invoke :f :cas :value ["k" 1 2]}
         {:process 0 :type :ok :f :cas :value ["k" 1 2]}]
        """;
    Event call = events(cas).getFirst();
    assertThat(call.key()).isEqualTo(Value.of("k"));
    assertThat(call.value()).isEqualTo(Value.seq(Value.of(1), Value.of(2)));
    String tagged = "{:process 0 :type :invoke :f :write :value #jepsen.independent/tuple [3 4]}";
    assertThat(events(tagged).getFirst().key()).isEqualTo(Value.of(3));
    String json =
        """
        {"process":0,"type":"invoke","f":"dequeue","value":["k",null]}
        {"process":0,"type":"ok","f":"dequeue","value":["k",7]}
        """;
    assertThat(events(json)).allMatch(event -> event.key().equals(Value.of("k")));
    String swaps = "{:process 0 :type :invoke :f :cas :value [nil 2]}";
    assertThat(events(swaps).getFirst().key()).isEqualTo(Value.NIL);
  }

  @Test
  void namesOfFieldsMayHaveANamespace() throws IOException {
    String plain = "{:type :invoke :f :read :process 3 :time 5 :index 0}";
    assertThat(events("#:op{:type :invoke :f :read :process 3 :time 5 :index 0}"))
        .isEqualTo(events(plain));
    assertThat(events("#jepsen.history.Op" + plain)).isEqualTo(events(plain));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"no such artifact\",\"code\":404}",
        "{\"message\":\"no such arti",
        "{\"type\":\"invoke\",\"f\":\"read\",\"process\":0}\n<html",
        "{\"type\":\"invoke\",\"f\":\"read\",\"process\":0}\n{\"i\":x}",
        "{\"type\":\"invoke\",\"f\":\"read\",\"process\":0}\n{\"other\":1",
        "{:type :invoke :f :read :process 0}\noops",
        "[{:type :invoke :f :read :process 0}] oops",
        "[{\"type\":\"invoke\",\"f\":\"read\",\"process\":0}] []",
        "[1,2]",
        "404 page not found",
      })
  void whatIsNoBeginningOfAnEventIsNotDropped(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageStartingWith("h, line ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"invoke\",\"f\":\"read\",\"process\":0,\"value\":nul",
        "{\"",
        "{:type :invoke :f :re",
        "[{:type :invoke :f :read :process 1}",
        "[{\"type\":\"invoke\",\"f\":\"read\",\"process\":1},{\"ty",
        "0\t:invoke\t:read\tnil\n0\t:ok\t:read\t[1 ",
      })
  void whatIsTheBeginningOfAnEventIsDroppedAndSaid(String text) throws IOException {
    HistoryFile file = read(text);
    assertThat(file.history().events().size()).isLessThan(2);
    assertThat(file.notes().toString()).contains("cut off").contains("line ");
  }

  @Test
  void aFieldIsNamedAsTheFileNamesIt() {
    assertThatThrownBy(() -> read("{\"type\":\"ok\",\"f\":\"r\",\"process\":\"x\"}\n"))
        .hasMessageContaining("field \"process\" must be a process number from 0 or \"nemesis\"")
        .hasMessageContaining("it is \"x\"");
    assertThatThrownBy(() -> read("{\"type\":\"ok\",\"f\":\"r\",\"p\":\"x\"}\n"))
        .hasMessageContaining("field \"p\" must be");
    assertThatThrownBy(() -> read("{\"type\":\"ok\",\"f\":\"r\",\"p\":1,\"t\":1.5}\n"))
        .hasMessageContaining("field \"t\" must be a whole number; it is 1.5");
    assertThatThrownBy(() -> read("{\"type\":\"ok\",\"f\":\"r\",\"value\":99999999999999999999}\n"))
        .hasMessageContaining("field \"value\": 99999999999999999999 is no number that fits");
  }
}
