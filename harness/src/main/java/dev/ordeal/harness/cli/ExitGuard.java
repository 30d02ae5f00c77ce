package dev.ordeal.harness.cli;

import dev.ordeal.harness.cli.option.ExitCodes;
import dev.ordeal.results.report.Printable;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Keeps foreign code from deciding how this process ends: {@code System.exit} of a client or a
 * model must neither pass for a verdict nor leave faults behind.
 *
 * <p>A shutdown hook runs what was registered for that case, prints whose code it was, and ends the
 * process with {@link ExitCodes#INTERNAL}, or {@link ExitCodes#INTERRUPTED} if a signal did it
 * while there was something to heal.
 */
final class ExitGuard {
  private static final AtomicBoolean IS_OVER = new AtomicBoolean();
  private static final AtomicReference<Consumer<String>> HEALING = new AtomicReference<>();

  private ExitGuard() {}

  /** Installs the hook; once for each process. */
  static void install() {
    Runtime.getRuntime().addShutdownHook(new Thread(ExitGuard::ended, "exit guard"));
  }

  /** What is to be done, with the reason in a few words, before an end that was not expected. */
  static void beforeUnexpectedEnd(Consumer<String> healing) {
    HEALING.set(healing);
  }

  /** Nothing is to be healed any more. */
  static void allIsHealed() {
    HEALING.set(null);
  }

  /** Ends the process as Ordeal wants it. */
  static void exit(int code) {
    IS_OVER.set(true);
    System.exit(code);
  }

  private static void ended() {
    if (IS_OVER.get()) {
      return;
    }
    Consumer<String> healing = HEALING.get();
    boolean isSignal = isSignal();
    if (isSignal && healing == null) {
      return;
    }
    String why = isSignal ? "a signal ended the process" : "System.exit was called" + caller();
    System.err.println();
    System.err.println("Unexpected end: " + Printable.of(why));
    if (healing != null) {
      healing.accept(why);
    }
    System.err.flush();
    Runtime.getRuntime().halt(isSignal ? ExitCodes.INTERRUPTED : ExitCodes.INTERNAL);
  }

  private static boolean isSignal() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .anyMatch(frame -> frame.getClassName().startsWith("java.lang.Terminator"));
  }

  /** Who called {@code System.exit}, as " by class.method(File.java:1) on thread x". */
  private static String caller() {
    for (Map.Entry<Thread, StackTraceElement[]> thread : Thread.getAllStackTraces().entrySet()) {
      StackTraceElement[] stack = thread.getValue();
      for (int i = 0; i + 1 < stack.length; i++) {
        if (isExit(stack[i]) && !isExit(stack[i + 1])) {
          return " by " + stack[i + 1] + " on thread " + thread.getKey().getName();
        }
      }
    }
    return " by a thread that has ended";
  }

  private static boolean isExit(StackTraceElement frame) {
    String name = frame.getClassName();
    return (name.equals("java.lang.System") || name.equals("java.lang.Runtime"))
        && frame.getMethodName().equals("exit");
  }
}
