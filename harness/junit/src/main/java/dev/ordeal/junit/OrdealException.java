package dev.ordeal.junit;

/**
 * A run could not be made, or was broken off: nothing is said of what is tested. The message says
 * whether what it had started or broken is undone, and what to do if it is not.
 */
public final class OrdealException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OrdealException(String message, Throwable cause) {
    super(message, cause);
  }
}
