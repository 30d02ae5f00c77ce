package dev.ordeal.targets.disk;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is wrong with a disk, by the faults that made it so: delays add up, of shares the largest
 * holds.
 *
 * <p>As text: {@code none}, {@code full}, {@code slow MILLIS} (each read, write and sync takes so
 * much longer), {@code errors SHARE} (so many of them fail) or {@code corruption SHARE} (so many
 * reads return a wrong bit; what is stored stays right).
 */
final class DiskState {
  private record Trouble(boolean isFull, long slowNanos, double errors, double corruption) {
    static final Trouble NONE = new Trouble(false, 0, 0, 0);

    static Trouble of(String text) {
      String[] words = text.split(" ");
      return switch (words[0]) {
        case "none" -> NONE;
        case "full" -> new Trouble(true, 0, 0, 0);
        case "slow" ->
            new Trouble(false, TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1])), 0, 0);
        case "errors" -> new Trouble(false, 0, Double.parseDouble(words[1]), 0);
        case "corruption" -> new Trouble(false, 0, 0, Double.parseDouble(words[1]));
        default -> throw new IllegalArgumentException("a disk cannot be '" + text + "'");
      };
    }

    Trouble and(Trouble other) {
      return new Trouble(
          isFull || other.isFull,
          slowNanos + other.slowNanos,
          Math.max(errors, other.errors),
          Math.max(corruption, other.corruption));
    }
  }

  private final SplittableRandom random = new SplittableRandom();
  private final Map<String, String> texts = new LinkedHashMap<>();
  private Trouble now = Trouble.NONE;

  /**
   * Sets what a fault does to it.
   *
   * @throws IllegalArgumentException if the text says nothing known
   */
  void set(String fault, String text) {
    if (Trouble.of(text).equals(Trouble.NONE)) {
      texts.remove(fault);
    } else {
      texts.put(fault, text);
    }
    now = texts.values().stream().map(Trouble::of).reduce(Trouble.NONE, Trouble::and);
  }

  String text() {
    return texts.isEmpty() ? "none" : String.join(", ", texts.values());
  }

  /** Called by whatever reads, writes or syncs. */
  void use() throws DiskException {
    long until = System.nanoTime() + now.slowNanos();
    while (now.slowNanos() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    if (now.errors() > 0 && random.nextDouble() < now.errors()) {
      throw new DiskException(Fuse.EIO);
    }
  }

  /** Called with what was read, from a place of a buffer up to where it is filled. */
  void spoil(ByteBuffer read, int from) {
    boolean isStruck = read.position() > from && now.corruption() > 0;
    if (isStruck && random.nextDouble() < now.corruption()) {
      int place = from + random.nextInt(read.position() - from);
      read.put(place, (byte) (read.get(place) ^ 1 << random.nextInt(8)));
    }
  }

  /** Called by whatever needs more room. */
  void grow() throws DiskException {
    if (now.isFull()) {
      throw new DiskException(Fuse.ENOSPC);
    }
  }

  boolean isFull() {
    return now.isFull();
  }
}
