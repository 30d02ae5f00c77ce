package dev.ordeal.results.history;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A history as it was read from a file.
 *
 * @param history the events
 * @param warning what had to be dropped, for people
 */
public record HistoryFile(History history, Optional<String> warning) {
  private static final int SNIFF_BYTES = 4096;

  /**
   * Reads a history, telling the format by its content: JSON lines (ours or Jepsen's field names)
   * or Jepsen's EDN, plain or compressed with gzip or Zstandard.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedHistoryException if it is damaged; names file, line and column
   */
  public static HistoryFile read(Path path) throws IOException {
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      InputStream in = decompressed(raw);
      long lines = in == raw ? LineEstimate.of(path) : 0;
      if (looksLikeJson(in)) {
        return EventLines.read(path.toString(), in, lines);
      }
      Optional<HistoryFile> edn = EventLines.readEdn(in, lines);
      if (edn.isPresent()) {
        return edn.get();
      }
    }
    // Forms over several lines, or damage: read again from the start by the real parser.
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
      return EdnHistory.read(path.toString(), decompressed(raw));
    }
  }

  private static InputStream decompressed(InputStream raw) throws IOException {
    raw.mark(4);
    int first = raw.read();
    int second = raw.read();
    int third = raw.read();
    raw.reset();
    if (first == 0x1f && second == 0x8b) {
      return new BufferedInputStream(new GZIPInputStream(raw, 1 << 16), 1 << 16);
    }
    if (first == 0x28 && second == 0xb5 && third == 0x2f) {
      return new BufferedInputStream(new ZstdInputStream(raw), 1 << 16);
    }
    return raw;
  }

  private static boolean looksLikeJson(InputStream in) throws IOException {
    in.mark(SNIFF_BYTES);
    byte[] head = in.readNBytes(SNIFF_BYTES);
    in.reset();
    String text = new String(head, StandardCharsets.UTF_8).stripLeading();
    if (text.isEmpty()) {
      return true;
    }
    return text.charAt(0) == '{' && !text.substring(1).stripLeading().startsWith(":");
  }
}
