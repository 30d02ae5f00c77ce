package dev.ordeal.targets.foreign;

import java.io.IOException;

/**
 * A program of the user's did not keep to the protocol by which it is spoken to: a defect of the
 * program, whatever the database did. The outcome of the call is unknown.
 */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean isNotStarted;

  /**
   * @param message which program did what; its first 120 characters are shown
   */
  public ProtocolException(String message) {
    this(message, false);
  }

  private ProtocolException(String message, boolean isNotStarted) {
    super(message);
    this.isNotStarted = isNotStarted;
    // Where it was noticed is not where the defect is.
    setStackTrace(new StackTraceElement[0]);
  }

  /** That there is no program to speak to. */
  public static ProtocolException notStarted(String message) {
    return new ProtocolException(message, true);
  }

  /** Whether the program could not even be started. */
  public boolean isNotStarted() {
    return isNotStarted;
  }
}
