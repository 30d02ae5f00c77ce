package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Other names that tools give to the functions of models, for histories that fit no model by the
 * names they have.
 */
public final class Vocabulary {
  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  /** Functions that take away from a counter what is added by others. */
  private static final Map<String, String> OPPOSITES = new LinkedHashMap<>();

  static {
    name("read", "get", "final-read", "read-final", "read-all", "load", "fetch");
    name("write", "set", "put", "store");
    name("cas", "compare-and-set", "compare-and-swap");
    name("enqueue", "send", "produce", "publish", "offer");
    name("dequeue", "poll", "consume", "receive", "take");
    name("acquire", "lock");
    name("release", "unlock");
    name("add", "credit", "deposit", "increment", "inc", "incr");
    for (String opposite : List.of("debit", "withdraw", "decrement", "dec", "decr")) {
      OPPOSITES.put(opposite, "add");
    }
  }

  private Vocabulary() {}

  private static void name(String function, String... others) {
    for (String other : others) {
      NAMES.put(other, function);
    }
  }

  /** What this vocabulary says of the functions that a history's clients called. */
  public static Map<String, String> of(History history) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String function : history.functions()) {
      String name = NAMES.getOrDefault(function, OPPOSITES.get(function));
      if (name != null) {
        names.put(function, name);
      }
    }
    return names;
  }

  /** The same history with other names of functions; opposites carry the negative. */
  public static History renamed(History history, Map<String, String> names) {
    return history.mapped(
        event -> {
          String name = event.byNemesis() ? null : names.get(event.function());
          return name == null ? event : renamed(event, name);
        });
  }

  private static Event renamed(Event event, String name) {
    boolean isOpposite = name.equals(OPPOSITES.get(event.function()));
    Value value =
        isOpposite && event.value() instanceof Value.Int number
            ? Value.of(-number.value())
            : event.value();
    return new Event(
        event.index(),
        event.time(),
        event.process(),
        event.type(),
        name,
        event.key(),
        value,
        event.error(),
        event.node());
  }
}
