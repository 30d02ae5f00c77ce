package dev.ordeal.results.history;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Histories with one event a line: JSON, which is our own format and documented in {@code
 * history.schema.json}, or EDN as Jepsen writes it.
 *
 * <p>A line of JSON is complete only with its newline, so a cut-off last line is what a killed run
 * leaves behind and is dropped with a warning; anything else that does not parse is damage.
 */
final class EventLines {
  private EventLines() {}

  /**
   * Reads JSON.
   *
   * @param lines about how many there are; 0 if nobody knows
   */
  static HistoryFile read(String source, InputStream in, long lines) throws IOException {
    ParallelParsing read = new ParallelParsing(new LineBlocks(in), lines, false);
    read.run();
    boolean cutOff = read.problem() != null && read.isCutOff();
    if (read.problem() != null && !cutOff) {
      throw damaged(source, read.lines(), read.problem());
    }
    Optional<String> warning =
        cutOff
            ? Optional.of(
                ("%s, line %d: the last line is cut off (the run was killed while "
                        + "writing it); dropped")
                    .formatted(source, read.lines()))
            : Optional.empty();
    return new HistoryFile(History.of(read.events()), warning);
  }

  /** Reads EDN; empty if it is not one operation map a line. */
  static Optional<HistoryFile> readEdn(InputStream in, long lines) throws IOException {
    ParallelParsing read = new ParallelParsing(new LineBlocks(in), lines, true);
    read.run();
    return read.problem() == null
        ? Optional.of(new HistoryFile(History.of(KeyTuples.split(read.events())), Optional.empty()))
        : Optional.empty();
  }

  private static MalformedHistoryException damaged(String source, long line, Exception problem) {
    long column = 1;
    String what = problem.getMessage();
    if (problem instanceof JacksonException json) {
      what = json.getOriginalMessage();
      if (json.getLocation() != null) {
        column = Math.max(1, json.getLocation().getColumnNr());
      }
    }
    return MalformedHistoryException.at(source, line, column, what);
  }
}
