package dev.ordeal.harness.terminal;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Consumer;

/**
 * Signals that ask this process to end, as often as they come: SIGINT, SIGTERM, SIGHUP.
 *
 * <p>A shutdown hook hears of the first only, so this uses {@code sun.misc.Signal}, which every JDK
 * has but the compiler warns of without remedy; hence by reflection. SIGQUIT is the JVM's own: it
 * prints the threads and ends nothing.
 */
public final class Interrupts {
  private Interrupts() {}

  /**
   * Calls an action with the signal's name each time, on a thread of the JVM. A signal that this
   * process was started to ignore, as {@code nohup} does with SIGHUP, stays ignored.
   */
  public static void handle(Consumer<String> action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ignore = handler.getField("SIG_IGN").get(null);
      for (String name : List.of("INT", "TERM", "HUP")) {
        Object proxy =
            Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(),
                new Class<?>[] {handler},
                (self, method, arguments) -> {
                  if (method.getName().equals("handle")) {
                    action.accept("SIG" + name);
                  }
                  return null;
                });
        Object instance = signal.getConstructor(String.class).newInstance(name);
        Object before = signal.getMethod("handle", signal, handler).invoke(null, instance, proxy);
        if (before == ignore) {
          signal.getMethod("handle", signal, handler).invoke(null, instance, ignore);
        }
      }
    } catch (ReflectiveOperationException missing) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", missing);
    }
  }
}
