package dev.ordeal.results.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How to undo something, as data, so that another process can do it after this one died.
 *
 * @param kind the way of undoing: {@code kill-process}, {@code continue-process}, …
 * @param arguments what it needs
 */
public record Undo(String kind, Map<String, String> arguments) {
  /** For what vanishes by itself or together with the cluster. */
  public static final Undo NOTHING = new Undo("nothing", Map.of());

  public Undo {
    arguments = Collections.unmodifiableMap(new TreeMap<>(arguments));
  }

  public String argument(String name) {
    String value = arguments.get(name);
    if (value == null) {
      throw new IllegalArgumentException("undo " + kind + " lacks the argument " + name);
    }
    return value;
  }
}
