package dev.ordeal.results.registry;

/** What a user brought cannot be used; the message says what, where and why. */
public final class ExtensionException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ExtensionException(String message, Throwable cause) {
    super(message, cause);
  }
}
