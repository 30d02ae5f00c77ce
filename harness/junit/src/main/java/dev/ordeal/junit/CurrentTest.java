package dev.ordeal.junit;

import java.lang.reflect.Method;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The test that is running on a thread, as {@link OrdealExtension} knows it.
 *
 * @param seed of runs that name none
 */
record CurrentTest(ExtensionContext context, OptionalLong seed) {
  private static final ThreadLocal<CurrentTest> OF_THREAD = new ThreadLocal<>();

  /** The one of this thread; empty without the extension. */
  static Optional<CurrentTest> ofThread() {
    return Optional.ofNullable(OF_THREAD.get());
  }

  static void enter(CurrentTest test) {
    OF_THREAD.set(test);
  }

  static void leave() {
    OF_THREAD.remove();
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
