package dev.ordeal.targets.brittle.node;

import java.util.Locale;

/** How well transactions are kept apart: what {@code --set isolation=LEVEL} chooses. */
public enum Isolation {
  /** Each transaction is one entry of the log. */
  SERIALIZABLE,
  /**
   * A transaction reads from a snapshot, and is aborted if anybody has changed since what it
   * writes.
   */
  SNAPSHOT_ISOLATION,
  /** Each read before the first write sees what is committed just then. */
  READ_COMMITTED;

  /** The name for {@code --set isolation=NAME}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The level of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Isolation byName(String name) {
    for (Isolation isolation : values()) {
      if (isolation.wireName().equals(name)) {
        return isolation;
      }
    }
    throw new IllegalArgumentException(
        "isolation=%s: brittle knows serializable, snapshot-isolation and read-committed"
            .formatted(name));
  }
}
