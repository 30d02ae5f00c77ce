package dev.ordeal.targets.foreign;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What foreign code did against its contract. The first of each kind is printed at once; all are
 * kept for the verdict, which is at best unknown then. Thread-safe.
 */
public final class Breaches {
  private static final int KINDS_MAX = 20;

  private final Consumer<String> console;
  private final Map<String, Breach> byKind = new LinkedHashMap<>();

  private record Breach(String text, long count) {
    String line() {
      return count == 1 ? text : text + ", " + count + " times";
    }
  }

  /**
   * @param console prints a line; called from any thread
   */
  public Breaches(Consumer<String> console) {
    this.console = console;
  }

  /**
   * Keeps a breach.
   *
   * @param kind breaches of the same kind are counted, not repeated
   * @param text one sentence without a full stop: whose code did what, and where
   */
  public void add(String kind, String text) {
    boolean isNew;
    synchronized (this) {
      isNew = !byKind.containsKey(kind) && byKind.size() < KINDS_MAX;
      if (isNew) {
        byKind.put(kind, new Breach(text, 1));
      } else {
        byKind.computeIfPresent(kind, (k, old) -> new Breach(old.text(), old.count() + 1));
      }
    }
    if (isNew) {
      console.accept(text);
    }
  }

  /** One line for each kind of breach, in order of the first of each; at most 20. */
  public synchronized List<String> lines() {
    return byKind.values().stream().map(Breach::line).toList();
  }
}
