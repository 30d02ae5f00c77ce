package dev.ordeal.targets;

/**
 * The environment or the target is unavailable or could not be set up; the message says what to do.
 */
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;

  public TargetException(String message) {
    super(message);
  }

  public TargetException(String message, Throwable cause) {
    super(message, cause);
  }
}
