package dev.ordeal.harness.cli;

import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Ctrl-C and a polite kill, as often as they come.
 *
 * <p>A shutdown hook hears of the first only, so this uses {@code sun.misc.Signal}, which every JDK
 * has but the compiler warns of without remedy; hence by reflection.
 */
final class Interrupts {
  private Interrupts() {}

  /** Calls an action each time, on a thread of the JVM's. */
  static void handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      for (String name : List.of("INT", "TERM")) {
        Object instance = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
      }
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
    }
  }
}
