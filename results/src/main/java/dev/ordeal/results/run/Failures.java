package dev.ordeal.results.run;

import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** What went wrong, for people who do not know Java's names of exceptions. */
public final class Failures {
  private Failures() {}

  /** The message of what was thrown; where it has none, what kind of failure it is. */
  public static String text(Throwable thrown) {
    return switch (thrown) {
      case UncheckedIOException wrapped -> text(wrapped.getCause());
      case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case NotDirectoryException file -> file.getFile() + ": not a folder";
      case FileSystemException other when other.getReason() != null ->
          other.getFile() + ": " + other.getReason();
      case ConnectException refused -> said(refused, "connection refused");
      case UnknownHostException unknown -> "unknown host " + said(unknown, "");
      default -> said(thrown, words(thrown.getClass().getSimpleName()));
    };
  }

  private static String said(Throwable thrown, String otherwise) {
    String message = thrown.getMessage();
    if (message == null || message.isBlank()) {
      return thrown.getCause() == null || thrown.getCause() == thrown
          ? otherwise
          : text(thrown.getCause());
    }
    // An exception made of another one has that one's class in its message.
    boolean isOfCause = thrown.getCause() != null && message.equals(thrown.getCause().toString());
    return isOfCause ? text(thrown.getCause()) : message;
  }

  /** {@code HttpTimeoutException} as {@code http timeout}. */
  private static String words(String name) {
    return name.replaceFirst("(Exception|Error)$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
