package dev.ordeal.targets.disk;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What is wrong with a disk.
 *
 * <p>As text: {@code none}, {@code full}, {@code slow MILLIS} (each read, write and sync takes so
 * much longer), {@code errors SHARE} (so many of them fail) or {@code corruption SHARE} (so many
 * reads return a wrong bit; what is stored stays right).
 */
final class DiskState {
  private final SplittableRandom random = new SplittableRandom();
  private String text = "none";
  private boolean isFull;
  private long slowNanos;
  private double errors;
  private double corruption;

  /**
   * Sets it.
   *
   * @throws IllegalArgumentException if the text says nothing known
   */
  void set(String asked) {
    String[] words = asked.strip().split(" ");
    boolean full = false;
    long slow = 0;
    double share = 0;
    double wrong = 0;
    switch (words[0]) {
      case "none" -> {
        // Nothing is wrong.
      }
      case "full" -> full = true;
      case "slow" -> slow = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[1]));
      case "errors" -> share = Double.parseDouble(words[1]);
      case "corruption" -> wrong = Double.parseDouble(words[1]);
      default -> throw new IllegalArgumentException("a disk cannot be '" + asked + "'");
    }
    isFull = full;
    slowNanos = slow;
    errors = share;
    corruption = wrong;
    text = asked.strip().toLowerCase(Locale.ROOT);
  }

  String text() {
    return text;
  }

  /** Called by whatever reads, writes or syncs. */
  void use() throws DiskException {
    long until = System.nanoTime() + slowNanos;
    while (slowNanos > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(until - System.nanoTime());
    }
    if (errors > 0 && random.nextDouble() < errors) {
      throw new DiskException(Fuse.EIO);
    }
  }

  /** Called with what was read, from a place of a buffer up to where it is filled. */
  void spoil(ByteBuffer read, int from) {
    if (read.position() > from && corruption > 0 && random.nextDouble() < corruption) {
      int place = from + random.nextInt(read.position() - from);
      read.put(place, (byte) (read.get(place) ^ 1 << random.nextInt(8)));
    }
  }

  /** Called by whatever needs more room. */
  void grow() throws DiskException {
    if (isFull) {
      throw new DiskException(Fuse.ENOSPC);
    }
  }

  boolean isFull() {
    return isFull;
  }
}
