package dev.ordeal.targets.disk;

import java.util.Locale;

/**
 * What can be asked of a node's disk, in the words of {@link DiskState}.
 *
 * @param text as it is told to the disk
 * @param description for people
 */
public record DiskTrouble(String text, String description) {
  /** All is well. */
  public static final DiskTrouble NONE = new DiskTrouble("none", "well");

  /** Nothing more can be written. */
  public static final DiskTrouble FULL = new DiskTrouble("full", "full");

  /** Not a state but an event, a crash: what was never synced is gone. */
  public static final DiskTrouble LOSE = new DiskTrouble("lose", "without what was not synced");

  /** Each read, write and sync takes longer. */
  public static DiskTrouble slow(long millis) {
    return new DiskTrouble("slow " + millis, "slower by " + millis + " ms");
  }

  /** Some of all reads, writes and syncs fail. */
  public static DiskTrouble errors(double share) {
    return new DiskTrouble(
        String.format(Locale.ROOT, "errors %.4f", share),
        String.format(Locale.ROOT, "failing %.1f %% of the time", 100 * share));
  }

  /** Some of all reads return a wrong bit. */
  public static DiskTrouble corruption(double share) {
    return new DiskTrouble(
        String.format(Locale.ROOT, "corruption %.4f", share),
        String.format(Locale.ROOT, "flipping a bit in %.1f %% of reads", 100 * share));
  }
}
