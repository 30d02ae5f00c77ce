package dev.ordeal.harness.watch;

import java.util.regex.Pattern;

/**
 * What a program logs behind a line by which it says that it is broken: the stack trace of Python,
 * whose last line is the exception, or of Java, whose last cause is.
 */
final class StackTrace {
  /** No trace is followed further. */
  private static final int LINES_MAX = 1_000;

  private static final Pattern OF_PYTHON =
      Pattern.compile("Traceback \\(most recent call last\\):\\s*$");

  private static final Pattern CAUSE = Pattern.compile("^(Caused by|Wrapped by): ");

  private final boolean isOfPython;
  private String exception = "";
  private int lines;
  private boolean isOver;

  /**
   * @param first the line behind which it may stand
   */
  StackTrace(String first) {
    isOfPython = OF_PYTHON.matcher(first).find();
  }

  /** Looks at the next line; false once the trace is over. */
  boolean follow(String line) {
    if (isOver || ++lines > LINES_MAX) {
      return false;
    }
    boolean isInside = !line.isEmpty() && Character.isWhitespace(line.charAt(0));
    boolean isCause = !isOfPython && CAUSE.matcher(line).find();
    if (isCause || (isOfPython && !isInside)) {
      exception = line.strip();
    }
    isOver = !isInside && !isCause;
    return !isOver;
  }

  /** The exception; empty if no trace followed, or its first line said it. */
  String exception() {
    return exception;
  }
}
