package dev.ordeal.results.history;

/** A history that cannot be what a run recorded; the message says where and why. */
public final class MalformedHistoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MalformedHistoryException(String message) {
    super(message);
  }

  public MalformedHistoryException(String message, Throwable cause) {
    super(message, cause);
  }

  static MalformedHistoryException at(String source, long line, long column, String problem) {
    return new MalformedHistoryException(
        "%s, line %d, column %d: %s".formatted(source, line, column, problem));
  }
}
