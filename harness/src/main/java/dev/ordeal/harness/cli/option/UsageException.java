package dev.ordeal.harness.cli.option;

/** Something the user gave is wrong; the message says what, where, and what to do. */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, where, and what to do. */
  public UsageException(String message) {
    super(message);
  }
}
