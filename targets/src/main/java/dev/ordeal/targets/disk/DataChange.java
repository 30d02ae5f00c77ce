package dev.ordeal.targets.disk;

import java.util.List;

/**
 * What can be done to the data of a node that is down, for {@link DataProgram} to do.
 *
 * @param words as that program is told
 */
public record DataChange(List<String> words) {
  public DataChange {
    words = List.copyOf(words);
  }

  /** Puts a copy of all data aside. */
  public static final DataChange COPY = new DataChange(List.of("copy"));

  /** Puts the copy back, for whatever there is now; does nothing if there is none. */
  public static final DataChange RESTORE = new DataChange(List.of("restore"));

  /** Cuts bytes off the end of the file that was written last. */
  public static DataChange truncate(long bytes) {
    return new DataChange(List.of("truncate", Long.toString(bytes)));
  }

  /** Flips bits anywhere, where a seed says. */
  public static DataChange flip(int bits, long seed) {
    return new DataChange(List.of("flip", Integer.toString(bits), Long.toString(seed)));
  }
}
