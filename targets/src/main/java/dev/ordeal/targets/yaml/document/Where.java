package dev.ordeal.targets.yaml.document;

/**
 * A place in a file.
 *
 * @param line from 1
 * @param key the keys that lead there, joined by dots; empty at the top
 */
public record Where(String file, int line, String key) {
  private static final int MESSAGE_MAX = 200;

  public Where at(String child, int childLine) {
    return new Where(file, childLine, key.isEmpty() ? child : key + "." + child);
  }

  /** What is wrong there, in at most 200 characters. */
  public IllegalArgumentException problem(String what) {
    String text = "%s, line %d: %s%s".formatted(file, line, key.isEmpty() ? "" : key + ": ", what);
    return new IllegalArgumentException(
        text.length() > MESSAGE_MAX ? text.substring(0, MESSAGE_MAX - 1) + "…" : text);
  }
}
