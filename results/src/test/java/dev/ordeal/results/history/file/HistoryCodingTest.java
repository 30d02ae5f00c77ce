package dev.ordeal.results.history.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories with characters outside of ASCII, in each format, in UTF-8 and in other codings. */
class HistoryCodingTest {
  /** A write of ä in the second line, behind one of a key ö. */
  enum Format {
    JSON_LINES(
        """
        {"p":0,"type":"invoke","f":"write","k":"ö","v":1}
        {"p":1,"type":"invoke","f":"write","k":"k","v":"ä"}
        """),
    JSON_LINES_OF_ANOTHER_WRITER(
        """
        {"process": 0, "type": "invoke", "f": "write", "key": "ö", "value": 1}
        {"process": 1, "type": "invoke", "f": "write", "key": "k", "value": "ä"}
        """),
    JSON_ARRAY(
        """
        [{"process":0,"type":"invoke","f":"write","key":"ö","value":1},
        {"process":1,"type":"invoke","f":"write","key":"k","value":"ä"}]
        """),
    EDN_LINES(
        """
        {:process 0, :type :invoke, :f :write, :key :ö, :value 1}
        {:process 1, :type :invoke, :f :write, :key :k, :value :ä}
        """),
    EDN_VECTOR(
        """
        [{:process 0, :type :invoke, :f :write, :key "ö", :value 1}
        {:process 1, :type :invoke, :f :write, :key "k", :value "ä"}]
        """),
    TEXT(
        """
        0\t:invoke\t:write\t["ö" 1]
        1\t:invoke\t:write\t["k" "ä"]
        """);

    private final String text;

    Format(String text) {
      this.text = text;
    }
  }

  @TempDir private Path folder;

  private HistoryFile read(byte[] bytes) throws IOException {
    return HistoryFile.read(Files.write(folder.resolve("history"), bytes));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static byte[] marked(String text, Charset charset) {
    return ("\uFEFF" + text).getBytes(charset);
  }

  private static boolean tells(HistoryFile read, String text) {
    return read.history().events().stream()
        .anyMatch(
            event ->
                event.key().equals(Value.of(text))
                    || event.value().equals(Value.of(text))
                    || event.value().toString().contains(text));
  }

  @ParameterizedTest
  @EnumSource
  void charactersOfUtf8AreRead(Format format) throws IOException {
    for (byte[] bytes : new byte[][] {format.text.getBytes(UTF_8), marked(format.text, UTF_8)}) {
      HistoryFile read = read(bytes);
      assertThat(read.history().events()).hasSize(2);
      assertThat(tells(read, "ä") && tells(read, "ö")).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anotherCodingIsRefusedWithItsLine(Format format) throws IOException {
    byte[] first = format.text.getBytes(ISO_8859_1);
    byte[] second = format.text.replace("ö", "o").getBytes(ISO_8859_1);
    refuses(first, "line 1: not UTF-8 (byte 0xF6): save it as UTF-8");
    refuses(second, "line 2: not UTF-8 (byte 0xE4): save it as UTF-8");
    refuses(gzip(second), "line 2: not UTF-8 (byte 0xE4): save it as UTF-8");
    assertThatThrownBy(() -> HistoryFile.read("stdin", new ByteArrayInputStream(second)))
        .hasMessage("stdin, line 2: not UTF-8 (byte 0xE4): save it as UTF-8");
  }

  private void refuses(byte[] bytes, String problem) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedHistoryException.class)
        .hasMessage(folder.resolve("history") + ", " + problem);
  }

  @ParameterizedTest
  @EnumSource
  void aFileCutWithinACharacterHasACutOffLastLine(Format format) throws IOException {
    byte[] whole = format.text.getBytes(UTF_8);
    int last = format.text.substring(0, format.text.indexOf('ä')).getBytes(UTF_8).length;
    HistoryFile read = read(Arrays.copyOf(whole, last + 1));
    assertThat(read.history().events()).hasSize(1);
    assertThat(read.notes()).anyMatch(note -> note.startsWith("line 2: the "));
    assertThat(read.notes()).anyMatch(note -> note.contains("cut off"));
    assertThat(tells(read, "ö")).isTrue();
  }

  /** What lies beyond the first buffer, or the first block, of a reader. */
  @ParameterizedTest
  @EnumSource
  void theLineOfAByteFarBehind(Format format) throws IOException {
    String line = format.text.lines().skip(1).findFirst().orElseThrow().replaceAll("}]$", "}");
    String separator = format == Format.JSON_ARRAY && !line.endsWith(",") ? ",\n" : "\n";
    String plain = line.replace("ä", "€").replaceAll("(process\"?:? ?|\"p\":|^)1", "$11");
    String first = format.text.lines().findFirst().orElseThrow();
    StringBuilder text = new StringBuilder(first + "\n");
    int lines = 120_000;
    for (int i = 0; i < lines; i++) {
      text.append(plain).append(separator);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(text.toString().getBytes(UTF_8));
    bytes.write(line.getBytes(ISO_8859_1));
    bytes.write('\n');
    refuses(
        bytes.toByteArray(),
        "line %d: not UTF-8 (byte 0xE4): save it as UTF-8".formatted(lines + 2));
  }

  @ParameterizedTest
  @EnumSource
  void markedUtf16IsReadAndSaid(Format format) throws IOException {
    for (Charset charset : new Charset[] {UTF_16BE, UTF_16LE}) {
      HistoryFile read = read(marked(format.text, charset));
      assertThat(read.history().events()).hasSize(2);
      assertThat(tells(read, "ä") && tells(read, "ö")).isTrue();
      assertThat(read.notes()).contains("read as UTF-16");
      refuses(
          format.text.getBytes(charset),
          "line 1: not UTF-8, nor UTF-16 with a byte order mark: save it as UTF-8");
    }
  }

  /** Half of a pair would become a question mark, whichever half it is. */
  @Test
  void halfOfASurrogatePairIsNoUtf16() throws IOException {
    byte[] bytes = marked(Format.JSON_LINES.text, UTF_16BE);
    int place = 2 + 2 * Format.JSON_LINES.text.indexOf('ä');
    bytes[place] = (byte) 0xD8;
    refuses(bytes, "line 2: not UTF-16BE");
  }
}
