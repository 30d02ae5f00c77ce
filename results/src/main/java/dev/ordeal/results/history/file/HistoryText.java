package dev.ordeal.results.history.file;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.Unpacker;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * The text of a history in UTF-8, unpacked and without a byte order mark, which can be read several
 * times.
 */
final class HistoryText {
  /** How much is looked at to tell formats apart. */
  static final int HEAD_BYTES = 4096;

  /** An archive in a compressed file in an archive, and one more. */
  private static final int LAYERS_MAX = 4;

  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final byte[] UTF_16_BE = {(byte) 0xFE, (byte) 0xFF};
  private static final byte[] UTF_16_LE = {(byte) 0xFF, (byte) 0xFE};

  /** Opens a stream at its beginning. */
  interface Opener {
    InputStream open() throws IOException;
  }

  private final String name;
  private final Opener opener;
  private final boolean isPacked;
  private final byte[] head;

  private HistoryText(String name, Opener opener, boolean isPacked, byte[] head) {
    this.name = name;
    this.opener = opener;
    this.isPacked = isPacked;
    this.head = head;
  }

  /**
   * The text of a file.
   *
   * @param name what messages call it
   * @param raw its bytes, packed or not
   * @throws IOException if they cannot be read
   * @throws MalformedHistoryException if they are packed and damaged, or hold not one history
   */
  static HistoryText of(String name, Opener raw) throws IOException {
    Opener opener = raw;
    boolean isPacked = false;
    for (int layer = 0; layer <= LAYERS_MAX; layer++) {
      byte[] head = head(name, opener, isPacked);
      Unpacker unpacker = unpacker(head);
      if (unpacker == null) {
        requireKnownCoding(name, head);
        return new HistoryText(name, decoded(name, opener, head), isPacked, head);
      }
      opener = unpacked(name, unpacker, opener);
      isPacked = true;
    }
    throw new MalformedHistoryException(name + " is packed more than " + LAYERS_MAX + " times");
  }

  private static byte[] head(String name, Opener opener, boolean isPacked) throws IOException {
    try (InputStream in = opener.open()) {
      return in.readNBytes(HEAD_BYTES);
    } catch (IOException | IllegalArgumentException damage) {
      throw explained(name, damage, isPacked);
    }
  }

  private static Unpacker unpacker(byte[] head) {
    boolean isText = head.length == 0 || "{[".indexOf(head[0]) >= 0;
    if (isText) {
      return null;
    }
    // Others are looked for only where the common ones do not apply: that takes a while.
    return Stream.concat(
            Arrays.stream(Packing.values()),
            Stream.of(0)
                .flatMap(late -> ServiceLoader.load(Unpacker.class).stream())
                .map(ServiceLoader.Provider::get))
        .filter(unpacker -> unpacker.recognizes(head))
        .findFirst()
        .orElse(null);
  }

  private static Opener unpacked(String name, Unpacker unpacker, Opener packed) throws IOException {
    List<String> entries = new ArrayList<>();
    if (unpacker.isArchive()) {
      try (InputStream in = packed.open()) {
        entries.addAll(unpacker.entries(in));
      } catch (IOException | IllegalArgumentException damage) {
        throw explained(name, damage, true);
      }
    }
    String entry = unpacker.isArchive() ? ArchiveEntries.history(name, entries) : "";
    return () -> {
      InputStream in = packed.open();
      try {
        return new BufferedInputStream(unpacker.open(in, entry), 1 << 16);
      } catch (IOException | RuntimeException damage) {
        in.close();
        throw damage;
      }
    };
  }

  /** Damage of what is packed is the file's fault; else what the file system says stands. */
  private static IOException explained(String name, Exception damage, boolean isPacked)
      throws IOException {
    if (damage instanceof IOException io && (!isPacked || io instanceof FileSystemException)) {
      return io;
    }
    throw new MalformedHistoryException(
        "%s cannot be unpacked, it is cut off or damaged: %s"
            .formatted(
                MalformedHistoryException.shortened(name),
                damage.getMessage() == null
                    ? damage.getClass().getSimpleName()
                    : damage.getMessage()),
        damage);
  }

  private static Opener decoded(String name, Opener opener, byte[] head) {
    if (startsWith(head, UTF_8_MARK)) {
      return () -> {
        InputStream in = opener.open();
        in.skipNBytes(UTF_8_MARK.length);
        return in;
      };
    }
    if (!isUtf16(head)) {
      return opener;
    }
    Charset charset = head[0] == UTF_16_BE[0] ? UTF_16BE : UTF_16LE;
    return () -> {
      try (InputStream in = opener.open()) {
        in.skipNBytes(2);
        String text = decoded(name, charset, in.readAllBytes());
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  /** UTF-16, but for the beginning of a character at its end, where the file was cut off. */
  private static String decoded(String name, Charset charset, byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length / 2 + 1);
    CoderResult result = charset.newDecoder().decode(ByteBuffer.wrap(bytes), text, false);
    text.flip();
    if (result.isError()) {
      throw MalformedHistoryException.at(
          name, 1 + text.chars().filter(c -> c == '\n').count(), "not " + charset);
    }
    return text.toString();
  }

  private static boolean isUtf16(byte[] head) {
    return startsWith(head, UTF_16_BE) || startsWith(head, UTF_16_LE);
  }

  /** Text in UTF-8 has no zeros; other codings have some in the first four bytes. */
  private static void requireKnownCoding(String name, byte[] head) {
    boolean isUtf32 = isUtf16(head) && head.length > 3 && head[2] == 0 && head[3] == 0;
    boolean isUnmarked = !isUtf16(head) && hasZero(head);
    if (isUtf32 || isUnmarked) {
      throw MalformedHistoryException.at(
          name, 1, "not UTF-8, nor UTF-16 with a byte order mark: save it as UTF-8");
    }
  }

  private static boolean hasZero(byte[] head) {
    for (int at = 0; at < Math.min(head.length, 4); at++) {
      if (head[at] == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** What messages call it. */
  String name() {
    return name;
  }

  /** Whether the file's size says something about the text's. */
  boolean isPlain() {
    return !isPacked;
  }

  /** What people should know of how it was read. */
  List<String> notes() {
    return isUtf16(head) ? List.of("read as UTF-16") : List.of();
  }

  /** The text from its beginning. */
  InputStream open() throws IOException {
    return opener.open();
  }

  /** The beginning of the text. */
  String beginning() throws IOException {
    if (head.length > 0 && head[0] >= 0) {
      return new String(head, StandardCharsets.UTF_8);
    }
    try (InputStream in = open()) {
      return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
    }
  }

  /** What a failure while the text was read means. */
  IOException explained(IOException failure) throws IOException {
    return explained(name, failure, isPacked);
  }
}
