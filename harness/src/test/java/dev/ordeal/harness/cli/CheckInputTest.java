package dev.ordeal.harness.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Where histories come from, and where reports go. Alone, since standard input is replaced. */
@Isolated
class CheckInputTest {
  private static final String LOST =
      """
      {"p":0,"type":"invoke","f":"write","v":1}
      {"p":0,"type":"ok","f":"write","v":1}
      {"p":1,"type":"invoke","f":"read","v":null}
      {"p":1,"type":"ok","f":"read","v":null}
      """;

  @TempDir private Path folder;
  private final Ordeal ordeal = new Ordeal();

  private int check(String... arguments) {
    return ordeal.run(
        Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
  }

  private interface Packing {
    OutputStream of(OutputStream out) throws IOException;
  }

  private Path packed(String name, Packing packing, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream packed = packing.of(Files.newOutputStream(file))) {
      packed.write(bytes);
    }
    return file;
  }

  private static void entry(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  /** Replaced by one character, ä and ö would be the same value. */
  @Test
  void aFileThatIsNotUtf8IsRefused() throws IOException {
    String text = LOST.replace("5", "\"ä\"").replace("null", "\"ö\"");
    Path file = Files.write(folder.resolve("latin1.jsonl"), text.getBytes(ISO_8859_1));
    assertThat(check(file.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("latin1.jsonl, line ", ": not UTF-8 (byte 0x");
    Files.writeString(file, "\uFEFF" + LOST, UTF_16LE);
    assertThat(check(file.toString())).isEqualTo(1);
    assertThat(ordeal.said()).contains("read as UTF-16");
  }

  @Test
  void allWaysOfPackingAreUnpacked() throws IOException {
    byte[] text = LOST.getBytes(UTF_8);
    Path tar = folder.resolve("store.tar");
    try (TarArchiveOutputStream archive = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
      entry(archive, "store/test/time/results.edn", "{:valid? true}");
      // JSON with a token of EDN: the refusal shows that this file was read.
      entry(archive, "store/test/time/history.edn", LOST.replace("null", "nil"));
      entry(archive, "store/test/time/jepsen.log", "text");
    }

    Path json = folder.resolve("plain.tar");
    try (TarArchiveOutputStream archive = new TarArchiveOutputStream(Files.newOutputStream(json))) {
      entry(archive, "a/history.jsonl", LOST);
    }
    assertThat(check(packed("h.xz", XZCompressorOutputStream::new, text).toString())).isEqualTo(1);
    assertThat(check(packed("h.bz2", BZip2CompressorOutputStream::new, text).toString()))
        .isEqualTo(1);
    assertThat(check(json.toString())).isEqualTo(1);
    byte[] tarred = Files.readAllBytes(json);
    assertThat(check(packed("h.tgz", GZIPOutputStream::new, tarred).toString())).isEqualTo(1);
    assertThat(check(packed("h.txz", XZCompressorOutputStream::new, tarred).toString()))
        .isEqualTo(1);
    assertThat(ordeal.out()).doesNotContain("VALID: the object").contains("stale-read");
    assertThat(check(tar.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("store.tar, line 3");
  }

  @Test
  void damagedArchivesAreBadInput() throws IOException {
    Path whole = packed("h.xz", XZCompressorOutputStream::new, LOST.getBytes(UTF_8));
    byte[] bytes = Files.readAllBytes(whole);
    Path half = Files.write(folder.resolve("half.xz"), java.util.Arrays.copyOf(bytes, 40));
    assertThat(check(half.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("half.xz cannot be unpacked");
  }

  @Test
  void standardInputIsRead() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(LOST.getBytes(UTF_8)));
      assertThat(check("-")).isEqualTo(1);
      assertThat(ordeal.out()).contains("-: INVALID");
      System.setIn(new ByteArrayInputStream("{\"type\":3}\n".getBytes(UTF_8)));
      assertThat(check("-")).isEqualTo(64);
      assertThat(ordeal.err()).contains("standard input, line 1");
    } finally {
      System.setIn(before);
    }
    assertThat(check("-", "-")).isEqualTo(64);
  }

  @Test
  void aFolderOfJepsenIsRead() throws IOException {
    Path store = Files.createDirectories(folder.resolve("store/test/20260101T000000"));
    assertThat(check(store.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("holds no file that may be a history");
    Files.writeString(store.resolve("results.edn"), "{:valid? true}");
    Files.writeString(
        store.resolve("history.txt"),
        "0\t:invoke\t:write\t1\n0\t:ok\t:write\t1\n1\t:invoke\t:read\tnil\n1\t:ok\t:read\tnil\n");
    assertThat(check(store.toString())).isEqualTo(1);
  }

  @Test
  void aReportIsWrittenForAnyHistory() throws IOException {
    Path history = Files.writeString(folder.resolve("lost.jsonl"), LOST);
    Path report = folder.resolve("report.html");
    assertThat(check("--report", report.toString(), history.toString())).isEqualTo(1);
    assertThat(Files.readString(report))
        .contains("lost.jsonl", "INVALID", "stale-read (1)", "check --report");
    assertThat(check("--report", folder.resolve("no/r.html").toString(), history.toString()))
        .isEqualTo(64);
    assertThat(check("--report", "r.html", history.toString(), history.toString())).isEqualTo(64);
  }

  @Test
  void theVerdictIsPrintedAlthoughTheReportCannotBeWritten() throws IOException {
    Path history = Files.writeString(folder.resolve("lost.jsonl"), LOST);
    Path full = Files.createDirectory(folder.resolve("full.html"));
    assertThat(check("--report", full.toString(), history.toString())).isEqualTo(64);
    assertThat(ordeal.out()).contains("INVALID");
    assertThat(ordeal.err())
        .contains("the verdict stands, but " + full + " cannot be written")
        .doesNotContain("cannot be read");
  }

  @Test
  void textAndReportSayWhatStillHolds() throws IOException {
    String skew =
        """
        {"p":0,"type":"invoke","f":"txn","v":[["r","x",null],["append","y",1]]}
        {"p":1,"type":"invoke","f":"txn","v":[["r","y",null],["append","x",2]]}
        {"p":0,"type":"ok","f":"txn","v":[["r","x",[]],["append","y",1]]}
        {"p":1,"type":"ok","f":"txn","v":[["r","y",[]],["append","x",2]]}
        {"p":2,"type":"invoke","f":"txn","v":[["r","x",null],["r","y",null]]}
        {"p":2,"type":"ok","f":"txn","v":[["r","x",[2]],["r","y",[1]]]}
        """;
    Path history = Files.writeString(folder.resolve("skew.jsonl"), skew);
    Path report = folder.resolve("report.html");
    assertThat(check("--report", report.toString(), history.toString())).isEqualTo(1);
    assertThat(ordeal.out()).contains("still holds: ").contains("snapshot-isolation");
    assertThat(Files.readString(report)).contains("Still holds: ").contains("G2-item (1)");
  }

  @Test
  void whatOptionsSayOfAHistoryHasToFitIt() throws IOException {
    Path reads =
        Files.writeString(
            folder.resolve("reads.jsonl"),
            """
            {"p":0,"type":"invoke","f":"read","k":"x","v":null}
            {"p":0,"type":"ok","f":"read","k":"x","v":1}
            """);
    assertThat(check("--initial", "zzz=3", reads.toString())).isEqualTo(64);
    assertThat(ordeal.err()).contains("--initial zzz=3: no operation has the key zzz");
    // Who says what it held at first is not asked to say that.
    // What it is said to have held at first is no write that was seen.
    for (String initial : new String[] {"x=1", "1"}) {
      assertThat(check("--initial", initial, reads.toString())).as(initial).isEqualTo(2);
      assertThat(ordeal.out()).contains("nothing was ever written to the register");
    }
    assertThat(check("--initial", "2", reads.toString())).as(ordeal.said()).isEqualTo(1);
    assertThat(check(reads.toString())).as(ordeal.said()).isEqualTo(2);
    assertThat(ordeal.out()).contains("or --initial VALUE");
    for (String[] misfit : new String[][] {{"-w", "bank"}, {"--model", "counter"}}) {
      Path texts =
          Files.writeString(
              folder.resolve("texts.jsonl"),
              Files.readString(reads).replace("\"v\":1", "\"v\":\"a\""));
      assertThat(check(misfit[0], misfit[1], texts.toString())).as(ordeal.said()).isEqualTo(64);
    }
  }

  /** Nothing in a history says whether order was promised. */
  @Test
  void aQueueThatIsRightWithoutOrderIsSaidToBe() throws IOException {
    String out =
        """
        {"p":0,"type":"invoke","f":"enqueue","v":1}
        {"p":0,"type":"ok","f":"enqueue","v":1}
        {"p":0,"type":"invoke","f":"enqueue","v":2}
        {"p":0,"type":"ok","f":"enqueue","v":2}
        {"p":0,"type":"invoke","f":"dequeue","v":null}
        {"p":0,"type":"ok","f":"dequeue","v":%d}
        """;
    String hint = "With --model unordered-queue it would be linearizable.";
    Path second = Files.writeString(folder.resolve("second.jsonl"), out.formatted(2));
    assertThat(check(second.toString())).isEqualTo(1);
    assertThat(ordeal.out()).contains(hint);
    assertThat(check("--model", "unordered-queue", second.toString())).isZero();
    assertThat(check("--model", "fifo-queue", second.toString())).isEqualTo(1);
    assertThat(ordeal.out()).doesNotContain(hint);
    Path unknown = Files.writeString(folder.resolve("third.jsonl"), out.formatted(3));
    assertThat(check(unknown.toString())).isEqualTo(1);
    assertThat(ordeal.out()).doesNotContain(hint);
  }
}
