package dev.ordeal.results.history;

/** A history that cannot be what a run recorded; the message says where and why. */
public final class MalformedHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** No message is longer, in characters. */
  public static final int LENGTH_MAX = 200;

  /** What the names of files may take of it. */
  private static final int SOURCE_MAX = 90;

  public MalformedHistoryException(String message) {
    super(fitted(message));
  }

  public MalformedHistoryException(String message, Throwable cause) {
    super(fitted(message), cause);
  }

  private static String fitted(String message) {
    String line = String.valueOf(message).replaceAll("\\R\\s*", " ");
    return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX - 1) + "…";
  }

  /** With the file, the line and the column, both from 1, where the damage is. */
  public static MalformedHistoryException at(
      String source, long line, long column, String problem) {
    return in(source, "line %d, column %d: %s".formatted(line, column, problem));
  }

  /** With the file and the line, from 1, where the damage is. */
  public static MalformedHistoryException at(String source, long line, String problem) {
    return in(source, "line %d: %s".formatted(line, problem));
  }

  private static MalformedHistoryException in(String source, String problem) {
    return new MalformedHistoryException(shortened(source) + ", " + problem);
  }

  /** The end of a long name, which says more than its beginning. */
  public static String shortened(String source) {
    return source.length() <= SOURCE_MAX
        ? source
        : "…" + source.substring(source.length() - SOURCE_MAX + 1);
  }
}
