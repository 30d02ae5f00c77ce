package dev.ordeal.results.registry;

/** There is nothing of that name; the message says what was probably meant, or what is known. */
public final class UnknownNameException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UnknownNameException(String message) {
    super(message);
  }
}
