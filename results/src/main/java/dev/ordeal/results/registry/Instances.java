package dev.ordeal.results.registry;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes objects of users' classes, whose constructors may do anything. */
final class Instances {
  private static final long SECONDS_MAX = 10;

  private Instances() {}

  /** Whether one could be made of a class. */
  static boolean canBeMade(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && !Modifier.isAbstract(type.getModifiers())
        && Arrays.stream(type.getConstructors()).anyMatch(Instances::fits);
  }

  private static boolean fits(Constructor<?> constructor) {
    List<Class<?>> parameters = List.of(constructor.getParameterTypes());
    return parameters.isEmpty() || parameters.equals(List.of(Map.class));
  }

  /**
   * Makes one.
   *
   * @param options for a constructor that takes a {@code Map}, which is preferred
   * @throws IllegalArgumentException if its constructor throws that
   * @throws ExtensionException if there is no such constructor, or it throws anything else, or does
   *     not return
   */
  static Object make(Class<?> type, Map<String, String> options) {
    return limited(type, "its constructor", () -> made(type, options));
  }

  /**
   * Calls a user's code.
   *
   * @param what which part of the class, for messages
   * @throws IllegalArgumentException if it throws that
   * @throws ExtensionException if it throws anything else, or does not return
   */
  static <T> T limited(Class<?> type, String what, Callable<T> call) {
    FutureTask<T> making = new FutureTask<>(call);
    Thread.ofPlatform().daemon().name(what + " of " + type.getName()).start(making);
    try {
      return making.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException stuck) {
      making.cancel(true);
      throw failed(type, what + " did not return within " + SECONDS_MAX + " s", stuck);
    } catch (ExecutionException failed) {
      throw switch (failed.getCause()) {
        case IllegalArgumentException wrong -> wrong;
        case ExtensionException told -> told;
        case Throwable other -> failed(type, what + " threw " + other, other);
      };
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failed(type, "interrupted", interrupted);
    }
  }

  private static Object made(Class<?> type, Map<String, String> options) throws Exception {
    Constructor<?> simple = null;
    for (Constructor<?> constructor : type.getConstructors()) {
      if (List.of(constructor.getParameterTypes()).equals(List.of(Map.class))) {
        return unwrapped(() -> constructor.newInstance(options));
      }
      if (constructor.getParameterCount() == 0) {
        simple = constructor;
      }
    }
    if (simple == null || Modifier.isAbstract(type.getModifiers())) {
      throw failed(type, "it needs a public constructor without parameters", null);
    }
    Constructor<?> only = simple;
    return unwrapped(only::newInstance);
  }

  private static Object unwrapped(Callable<Object> making) throws Exception {
    try {
      return making.call();
    } catch (InvocationTargetException failed) {
      switch (failed.getCause()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw failed;
      }
    }
  }

  private static ExtensionException failed(Class<?> type, String why, Throwable cause) {
    return new ExtensionException(type.getName() + " cannot be used: " + why, cause);
  }
}
