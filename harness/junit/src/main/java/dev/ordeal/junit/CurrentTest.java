package dev.ordeal.junit;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The test that is running on a thread, as {@link OrdealExtension} knows it, and on the threads
 * that the test starts: {@code assertTimeoutPreemptively} has one. Threads of a pool may outlive
 * the test that started them; once it is over they have none. Thread-safe.
 */
final class CurrentTest implements AutoCloseable {
  private static final ThreadLocal<CurrentTest> OF_THREAD = new InheritableThreadLocal<>();

  private final ExtensionContext context;
  private final OptionalLong seed;
  private volatile boolean isOver;
  private CurrentTest before;

  /**
   * A test that begins.
   *
   * @param seed of runs that name none
   */
  CurrentTest(ExtensionContext context, OptionalLong seed) {
    this.context = context;
    this.seed = seed;
  }

  /** The one of this thread; empty without the extension. */
  static Optional<CurrentTest> ofThread() {
    return Optional.ofNullable(OF_THREAD.get()).filter(test -> !test.isOver);
  }

  ExtensionContext context() {
    return context;
  }

  OptionalLong seed() {
    return seed;
  }

  /** It runs on this thread from now on. */
  void enter() {
    before = OF_THREAD.get();
    OF_THREAD.set(this);
  }

  /** It is over; called by the thread that entered it. */
  @Override
  public void close() {
    isOver = true;
    if (before == null) {
      OF_THREAD.remove();
    } else {
      OF_THREAD.set(before);
    }
  }

  /** The test's class and method, for people: {@code com.example.MapTest.isLinearizable}. */
  static String name() {
    return ofThread()
        .flatMap(test -> test.context().getTestMethod())
        .map(CurrentTest::text)
        .orElseGet(CurrentTest::byStack);
  }

  private static String byStack() {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(
            frames ->
                frames
                    .map(CurrentTest::testMethod)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .map(CurrentTest::text))
        .orElse("on thread " + Thread.currentThread().getName());
  }

  private static Optional<Method> testMethod(StackWalker.StackFrame frame) {
    try {
      Method method =
          frame
              .getDeclaringClass()
              .getDeclaredMethod(frame.getMethodName(), frame.getMethodType().parameterArray());
      return AnnotationSupport.isAnnotated(method, Testable.class)
          ? Optional.of(method)
          : Optional.empty();
    } catch (NoSuchMethodException constructorOrHidden) {
      return Optional.empty();
    }
  }

  private static String text(Method method) {
    return method.getDeclaringClass().getName() + "." + method.getName();
  }
}
