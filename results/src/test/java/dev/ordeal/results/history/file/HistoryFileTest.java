package dev.ordeal.results.history.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
  private static final List<Event> EVENTS =
      List.of(
          Event.invoke(0, 10, 0, "write", Value.of(1), Value.of(5)),
          new Event(
              1,
              11,
              Event.NEMESIS,
              Event.Type.INVOKE,
              "kill",
              Value.NIL,
              Value.of("n1 \"x\"\n"),
              ""),
          new Event(2, 12, 0, Event.Type.OK, "write", Value.of(1), Value.of(5), ""),
          Event.invoke(3, 13, 1, "cas", Value.of("k"), Value.seq(Value.of(-5), Value.of(1L << 60)))
              .on("n2"),
          new Event(
              4,
              14,
              1,
              Event.Type.FAIL,
              "cas",
              Value.of("k"),
              Value.seq(Value.of(-5), Value.of(1L << 60)),
              "mismatch: ü",
              "n2"));

  @TempDir private Path folder;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path written() throws IOException {
    Path path = folder.resolve("history.jsonl");
    Files.deleteIfExists(path);
    try (HistoryWriter writer = new HistoryWriter(path)) {
      for (Event event : EVENTS) {
        writer.append(event);
      }
    }
    return path;
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    HistoryFile file = HistoryFile.read(written());
    assertThat(file.history().events()).isEqualTo(EVENTS);
    assertThat(file.notes()).isEmpty();
  }

  @Test
  void linesThatAreWrittenKeepTheSchema() throws IOException {
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(History.class.getResourceAsStream("history.schema.json"));
    for (String line : Files.readAllLines(written())) {
      assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
    }
    // It does tell lines apart.
    String wrong = Files.readAllLines(written()).getFirst().replace("invoke", "begin");
    assertThat(schema.validate(wrong, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void nodesAreKeptInAnyOrderOfLinesAndFieldsAndOtherFieldsOfThatNameAreNone() throws IOException {
    Path path =
        file(
            "h.jsonl",
            """
            {"i":2,"t":30,"p":0,"n":"n3","type":"ok","f":"read","v":1}
            {"i":0,"t":10,"p":0,"n":"n3","type":"invoke","f":"read","v":null}
            {"type":"invoke","node":"a b","t":20,"i":1,"p":1,"f":"read","v":null}
            {"i":3,"t":40,"p":1,"n":7,"type":"ok","f":"read","v":1}
            """);
    History history = HistoryFile.read(path).history();
    assertThat(history.events().stream().map(Event::node)).containsExactly("n3", "a b", "n3", "");
    assertThat(history.operations().get(1).caller()).isEqualTo("process 1 @ a b");
    StringWriter edn = new StringWriter();
    EdnHistory.write(history, edn);
    assertThat(HistoryFile.read(file("h.edn", edn.toString())).history().events())
        .isEqualTo(history.events());
  }

  @Test
  void moreNodesThanAByteCountsAreReadWithoutTheRest() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      lines.append(
          "{\"i\":%d,\"t\":%d,\"p\":%d,\"n\":\"n%d\",\"type\":\"invoke\",\"f\":\"read\",\"v\":1}%n"
              .formatted(i, i, i, i));
    }
    List<Event> events = HistoryFile.read(file("h.jsonl", lines.toString())).history().events();
    assertThat(events.get(254).node()).isEqualTo("n254");
    assertThat(events.get(255).node()).isEmpty();
  }

  @Test
  void linesOfAllBlocksAreCountedAndReadInOrder() throws IOException {
    Path path = folder.resolve("long.jsonl");
    String filler = "x".repeat(1000);
    try (var out = Files.newBufferedWriter(path)) {
      for (int i = 0; i < 10_000; i++) {
        String type = i % 2 == 0 ? "invoke" : "ok";
        out.write("{\"p\":1,\"type\":\"" + type + "\",\"f\":\"read\",\"v\":\"" + filler + "\"}\n");
      }
    }
    List<Event> events = HistoryFile.read(path).history().events();
    assertThat(events).hasSize(10_000);
    for (int i = 0; i < events.size(); i++) {
      assertThat(events.get(i).index()).isEqualTo(i);
      assertThat(events.get(i).time()).isEqualTo(i);
    }
    Files.writeString(path, "{\"p\":1,\"type\":\"no\"}\n{}\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> HistoryFile.read(path)).hasMessageContaining("line 10001, column 1");
  }

  @Test
  void readsEdnThatWasWritten() throws IOException {
    StringWriter text = new StringWriter();
    EdnHistory.write(History.of(EVENTS), text);
    Path path = file("h.edn", text.toString());
    assertThat(HistoryFile.read(path).history().events()).isEqualTo(EVENTS);
  }

  @Test
  void readsGzipByContent() throws IOException {
    Path zipped = folder.resolve("whatever.bin");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      Files.copy(written(), out);
    }
    assertThat(HistoryFile.read(zipped).history().events()).isEqualTo(EVENTS);
  }

  @Test
  void readsZstandardByContent() throws IOException {
    Path packed = folder.resolve("whatever.bin");
    try (OutputStream out = new ZstdOutputStream(Files.newOutputStream(packed))) {
      Files.copy(written(), out);
    }
    assertThat(HistoryFile.read(packed).history().events()).isEqualTo(EVENTS);
  }

  @Test
  void survivesBeingCutOffAtAnyByte() throws IOException {
    byte[] whole = Files.readAllBytes(written());
    for (int length = 0; length < whole.length; length++) {
      Path cut = folder.resolve("cut.jsonl");
      Files.write(cut, java.util.Arrays.copyOf(whole, length));
      List<Event> events = HistoryFile.read(cut).history().events();
      long lines = new String(whole, 0, length, UTF_8).lines().count();
      assertThat(events).isEqualTo(EVENTS.subList(0, events.size()));
      assertThat(events.size()).isBetween((int) lines - 1, (int) lines);
    }
  }

  @Test
  void aCutOffLastLineIsDroppedWithAWarning() throws IOException {
    Path path =
        file(
            "h.jsonl",
            "{\"i\":0,\"t\":0,\"p\":0,\"type\":\"invoke\",\"f\":\"r\",\"v\":1}\n{\"i\":1,");
    HistoryFile file = HistoryFile.read(path);
    assertThat(file.history().events()).hasSize(1);
    assertThat(file.notes().getFirst()).contains("line 2").contains("cut off");
  }

  @Test
  void aDamagedLineNamesFileLineAndColumn() throws IOException {
    Path path = file("h.jsonl", "\n{\"i\":0,\"t\":x}\n{}\n");
    assertThatThrownBy(() -> HistoryFile.read(path))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessageContaining("h.jsonl, line 2, column 12");
  }

  @Test
  void aWrongTypeIsNamed() throws IOException {
    Path path = file("h.jsonl", "{\"i\":0,\"t\":0,\"p\":0,\"type\":\"begin\",\"f\":\"r\"}\n");
    assertThatThrownBy(() -> HistoryFile.read(path))
        .hasMessageContaining("\"type\" must be one of invoke, ok, fail, info; it is \"begin\"");
  }

  @Test
  void aProcessThatInvokesTwiceIsRefused() throws IOException {
    String line = "{\"i\":%d,\"t\":0,\"p\":0,\"type\":\"invoke\",\"f\":\"r\"}\n";
    Path path = file("h.jsonl", line.formatted(0) + line.formatted(1));
    assertThatThrownBy(() -> HistoryFile.read(path))
        .hasMessageContaining("process 0 invokes r while its call of event 0 is still open");
  }

  @Test
  void readsEveryShapeOfEdn() throws IOException {
    String ops =
        """
        ; a comment
        #jepsen.history.Op{:process 0, :type :invoke, :f :txn, :value [[:r :x nil] [:append 1 2]]}
        #_{:ignored true}
        {:process 0, :type :ok, :f :txn, :value [[:r :x #{1 2}] [:append 1 2N]],
         :extra "a\\n\\u0041"}
        {:process :nemesis :type :info :f :start :value {:n1 [1.5 -3/4 true \\a]}}
        """;
    List<Event> plain = HistoryFile.read(file("a.edn", ops)).history().events();
    List<Event> vector = HistoryFile.read(file("b.edn", "[" + ops + "]")).history().events();
    List<Event> list = HistoryFile.read(file("c.edn", "(" + ops + ")")).history().events();
    assertThat(plain).hasSize(3).isEqualTo(vector).isEqualTo(list);
    assertThat(plain.get(0).value().asList().getFirst())
        .isEqualTo(Value.seq(Value.of("r"), Value.of("x"), Value.NIL));
    assertThat(plain.get(2).byNemesis()).isTrue();
  }

  @Test
  void aSequenceThatIsWrittenIsOneValueAndOneThatIsReadIsAList() throws IOException {
    Path json =
        file(
            "w.jsonl",
            "{\"i\":0,\"t\":0,\"p\":0,\"type\":\"invoke\",\"f\":\"txn\","
                + "\"v\":[[\"append\",1,[2]],[\"w\",[3],[]],[\"r\",1,[[2]]]]}\n");
    Path edn =
        file(
            "w.edn",
            "{:process 0 :type :invoke :f :txn :value [[:append 1 [2]] [:w [3] []] [:r 1 [[2]]]]}");
    for (Path path : List.of(json, edn)) {
      Columns columns = HistoryFile.read(path).history().columns();
      MicroOps ops = columns.pool().microOps();
      int first = ops.first(columns.argument(0));
      int read = first + 2 * MicroOps.WIDTH;
      assertThat(ops.isList(first)).isFalse();
      assertThat(ops.isList(first + MicroOps.WIDTH)).isFalse();
      assertThat(ops.isList(read)).isTrue();
      assertThat(ops.element(ops.list(read), 0)).isEqualTo(ops.cell(first));
    }
  }

  @Test
  void tuplesOfKeyAndValueAreSplitWhereAllAreTuples() throws IOException {
    String tuples =
        """
        {:process 0 :type :invoke :f :read :value [3 nil]}
        {:process 1 :type :invoke :f :cas :value [3 [1 2]]}
        {:process 0 :type :ok :f :read :value [3 1]}
        """;
    List<Event> events = HistoryFile.read(file("t.edn", tuples)).history().events();
    assertThat(events).allMatch(event -> event.key().equals(Value.of(3)));
    assertThat(events.get(1).value()).isEqualTo(Value.seq(Value.of(1), Value.of(2)));
    assertThat(events.get(2).value()).isEqualTo(Value.of(1));
    String swaps = tuples.replace("[3 nil]", "nil").replace("[3 [1 2]]", "[1 2]");
    List<Event> single = HistoryFile.read(file("s.edn", swaps)).history().events();
    assertThat(single).allMatch(event -> event.key().isNil());
  }

  @Test
  void damagedEdnNamesTheLine() throws IOException {
    Path path = file("h.edn", "{:process 0 :type :invoke :f :read}\n{:process}");
    assertThatThrownBy(() -> HistoryFile.read(path)).hasMessageContaining("h.edn, line 2");
  }

  @Test
  void theWriterRunsActionsInOrderAndAfterTheLineIsOnDisk() throws IOException {
    Path path = folder.resolve("order.jsonl");
    StringBuilder seen = new StringBuilder();
    try (HistoryWriter writer = new HistoryWriter(path)) {
      for (int i = 0; i < 1_000; i++) {
        int number = i;
        writer.append(
            Event.invoke(i, i, i, "w", Value.NIL, Value.NIL),
            () -> {
              if (number % 100 == 0) {
                try {
                  long lines = Files.readString(path).lines().count();
                  seen.append(lines > number ? "." : "!");
                } catch (IOException unreadable) {
                  seen.append("?");
                }
              }
            });
      }
    }
    assertThat(seen.toString()).isEqualTo("..........");
  }
}
