package dev.ordeal.targets.foreign;

import java.util.Arrays;
import java.util.Set;

/** Says what was thrown, and at which line of whose code. */
public final class Blame {
  private static final int MESSAGE_MAX = 120;

  /** Thrown by mistakes in a program rather than by the systems that it talks to. */
  private static final Set<Class<? extends RuntimeException>> MISTAKES =
      Set.of(
          NullPointerException.class,
          ClassCastException.class,
          IndexOutOfBoundsException.class,
          ArithmeticException.class,
          ArrayStoreException.class,
          NegativeArraySizeException.class);

  private Blame() {}

  /** Whether a throwable tells of a defect in the code that threw it, not of a failed call. */
  public static boolean isMistake(Throwable thrown) {
    return thrown instanceof Error
        || thrown instanceof ProtocolException
        || MISTAKES.stream().anyMatch(type -> type.isInstance(thrown));
  }

  /** The class without its package, and the first line of the message if there is one. */
  public static String shown(Throwable thrown) {
    String type = thrown.getClass().getSimpleName();
    String message;
    try {
      message = thrown.getMessage();
    } catch (RuntimeException | Error alsoForeign) {
      message = "";
    }
    if (message == null || message.isBlank()) {
      return type;
    }
    String line = message.strip().lines().findFirst().orElse("");
    return type + ": " + line.substring(0, Math.min(MESSAGE_MAX, line.length()));
  }

  /** Where something was thrown, as " at Class.method(File.java:12)"; empty if it is not known. */
  public static String place(Throwable thrown) {
    return place(thrown.getStackTrace());
  }

  /** The first line of a stack that belongs to neither the JDK nor Ordeal; else Ordeal's first. */
  public static String place(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .filter(frame -> !isOfJdk(frame) && !frame.getClassName().startsWith("dev.ordeal."))
        .findFirst()
        .or(() -> Arrays.stream(stack).filter(frame -> !isOfJdk(frame)).findFirst())
        .map(frame -> " at " + withoutModule(frame))
        .orElse("");
  }

  private static boolean isOfJdk(StackTraceElement frame) {
    String name = frame.getClassName();
    return name.startsWith("java.") || name.startsWith("jdk.") || name.startsWith("sun.");
  }

  private static String withoutModule(StackTraceElement frame) {
    String where =
        frame.getFileName() == null
            ? ""
            : "(%s:%d)".formatted(frame.getFileName(), frame.getLineNumber());
    return frame.getClassName() + "." + frame.getMethodName() + where;
  }
}
