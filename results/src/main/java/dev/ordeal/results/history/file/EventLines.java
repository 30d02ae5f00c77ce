package dev.ordeal.results.history.file;

import dev.ordeal.results.history.MalformedHistoryException;
import dev.ordeal.results.history.parse.JsonDamage;
import dev.ordeal.results.history.parse.LineBlocks;
import dev.ordeal.results.history.parse.ParallelParsing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Histories with one event a line: JSON, which is Ordeal's own format and documented in {@code
 * history.schema.json}, or EDN as Jepsen writes it.
 *
 * <p>A cut-off last line of JSON is what a killed run leaves behind and is dropped with a note;
 * anything else that does not parse is damage.
 */
final class EventLines {
  private EventLines() {}

  /**
   * Reads JSON.
   *
   * @param lines about how many there are; 0 if that is not known
   */
  static HistoryFile read(HistoryText text, long lines) throws IOException {
    try (InputStream in = text.open()) {
      ParallelParsing read = new ParallelParsing(new LineBlocks(in), lines, false);
      read.run();
      boolean cutOff = read.problem() != null && read.isCutOff();
      if (read.problem() != null && !cutOff) {
        throw damaged(text.name(), read.lines(), read.problem());
      }
      List<String> notes =
          cutOff
              ? List.of(
                  ("line %d: the last line is cut off (the run was killed while writing it);"
                          + " dropped")
                      .formatted(read.lines()))
              : read.events().isEmpty() ? List.of("the file is empty") : List.of();
      return Assembly.of(text.name(), read.events(), event -> line(text, event), notes);
    }
  }

  /** Reads EDN; empty if it is not one operation map a line. */
  static Optional<HistoryFile> readEdn(HistoryText text, long lines) throws IOException {
    try (InputStream in = text.open()) {
      ParallelParsing read = new ParallelParsing(new LineBlocks(in), lines, true);
      read.run();
      return read.problem() == null
          ? Optional.of(
              Assembly.of(text.name(), read.events(), event -> line(text, event), List.of()))
          : Optional.empty();
    }
  }

  /** In which line an event stands if every line that is not blank is one. */
  private static long line(HistoryText text, int event) throws IOException {
    try (InputStream in = text.open()) {
      long line = 1;
      int events = 0;
      boolean blank = true;
      for (int c = in.read(); c >= 0; c = in.read()) {
        if (c == '\n') {
          line++;
          blank = true;
        } else if (blank && !Character.isWhitespace(c)) {
          blank = false;
          if (events++ == event) {
            return line;
          }
        }
      }
      return line;
    }
  }

  static MalformedHistoryException damaged(String source, long line, Exception problem) {
    if (problem instanceof CharacterCodingException) {
      return MalformedHistoryException.at(source, line, problem.getMessage());
    }
    if (!(problem instanceof JacksonException json)) {
      return MalformedHistoryException.at(source, line, 1, problem.getMessage());
    }
    long column = json.getLocation() == null ? 1 : Math.max(1, json.getLocation().getColumnNr());
    return MalformedHistoryException.at(source, line, column, JsonDamage.said(json));
  }
}
