package dev.ordeal.results.history.file;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Unpacker;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A history as it was read from a file.
 *
 * @param history the events
 * @param notes what was dropped, put in order or presumed, for people; empty if nothing was
 */
public record HistoryFile(History history, List<String> notes) {

  public HistoryFile {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a history, telling the format by its content: JSON with Ordeal's or Jepsen's field names,
   * as lines or as an array; EDN; Jepsen's {@code history.txt} or a log of its console. Plain, or
   * packed with gzip, Zstandard, zip, or what an {@link Unpacker} knows.
   *
   * @throws IOException if the file cannot be read
   * @throws MalformedHistoryException if it is damaged; names file and line
   */
  public static HistoryFile read(Path path) throws IOException {
    HistoryText text =
        HistoryText.of(
            path.toString(), () -> new BufferedInputStream(Files.newInputStream(path), 1 << 16));
    return read(text, text.isPlain() ? LineEstimate.of(path) : 0);
  }

  /**
   * The same, from a stream, which is copied to a temporary file first.
   *
   * @param name what messages call it
   */
  public static HistoryFile read(String name, InputStream in) throws IOException {
    Path copy = Files.createTempFile("ordeal-history", "");
    try {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
      HistoryText text =
          HistoryText.of(name, () -> new BufferedInputStream(Files.newInputStream(copy), 1 << 16));
      return read(text, text.isPlain() ? LineEstimate.of(copy) : 0);
    } finally {
      Files.deleteIfExists(copy);
    }
  }

  /**
   * The history in a folder that another tool left, such as Jepsen's {@code store/test/time}.
   *
   * @throws MalformedHistoryException if there is none
   */
  public static Path inFolder(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      List<String> names =
          files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
      List<String> histories = names.stream().filter(name -> name.startsWith("history.")).toList();
      return folder.resolve(ArchiveEntries.history(folder.toString(), histories));
    }
  }

  private static HistoryFile read(HistoryText text, long lines) throws IOException {
    try {
      return read(text, format(text.beginning()), lines).with(text.notes());
    } catch (IOException failure) {
      throw text.explained(failure);
    }
  }

  private HistoryFile with(List<String> firstNotes) {
    List<String> all = new ArrayList<>(firstNotes);
    all.addAll(notes);
    return new HistoryFile(history, all);
  }

  private static HistoryFile read(HistoryText text, Format format, long lines) throws IOException {
    return switch (format) {
      case JSON_LINES -> EventLines.read(text, lines);
      case JSON -> {
        try (InputStream in = text.open()) {
          yield JsonHistory.read(text.name(), in);
        }
      }
      case EDN -> {
        Optional<HistoryFile> simple = EventLines.readEdn(text, lines);
        // Else forms over several lines, or damage: read again from the start by the real parser.
        yield simple.isPresent() ? simple.get() : EdnHistory.read(text);
      }
      case TEXT -> {
        try (InputStream in = text.open()) {
          yield TextHistory.read(text.name(), in);
        }
      }
    };
  }

  private enum Format {
    JSON_LINES,
    JSON,
    EDN,
    TEXT
  }

  private static Format format(String beginning) {
    String text = beginning.stripLeading();
    if (text.isEmpty()) {
      return Format.JSON_LINES;
    }
    char first = text.charAt(0);
    String inside = text.substring(1).stripLeading();
    char second = inside.isEmpty() ? '"' : inside.charAt(0);
    return switch (first) {
      case '{' ->
          ":;#^,".indexOf(second) >= 0
              ? Format.EDN
              : isWholeLine(text) ? Format.JSON_LINES : Format.JSON;
      case '[' -> {
        String deeper = second == '{' ? inside.substring(1).stripLeading() : "";
        yield second == '{' && (deeper.isEmpty() || deeper.charAt(0) == '"')
            ? Format.JSON
            : Format.EDN;
      }
      case '(', '#', ';', '^' -> Format.EDN;
      default -> Format.TEXT;
    };
  }

  /** Whether an object begins that may well end on its line. */
  private static boolean isWholeLine(String text) {
    try {
      LineReader lines = new LineReader(new BufferedReader(new StringReader(text)));
      String line = lines.next();
      boolean ends = lines.isUnfinished() || line.stripTrailing().endsWith("}");
      String next = ends ? "" : lines.next();
      // Where every line begins an object, one that does not end on its line is damaged.
      return ends || (next != null && next.startsWith("{"));
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
