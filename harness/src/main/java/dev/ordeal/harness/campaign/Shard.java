package dev.ordeal.harness.campaign;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a campaign for one of several machines.
 *
 * @param number from 1
 * @param count of shards
 */
public record Shard(int number, int count) {
  /** A campaign as a whole. */
  public static final Shard WHOLE = new Shard(1, 1);

  private static final Pattern FORM = Pattern.compile("(\\d{1,4})/(\\d{1,4})");

  /**
   * Reads {@code 2/8}.
   *
   * @throws IllegalArgumentException if there is no such shard
   */
  public static Shard parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (matcher.matches()) {
      int number = Integer.parseInt(matcher.group(1));
      int count = Integer.parseInt(matcher.group(2));
      if (number >= 1 && number <= count) {
        return new Shard(number, count);
      }
    }
    throw new IllegalArgumentException(
        "--shard must be K/N with K from 1 to N: 1/4, 2/4, …; not " + text);
  }

  /**
   * Whether it has a run. Each shard has some seeds of each combination, as evenly as there are
   * seeds.
   *
   * @param combination the run's target and options, counted from 0
   * @param round the run's seed, counted from 0
   */
  public boolean has(int combination, int round) {
    return Math.floorMod((long) combination + round, count) == number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + count;
  }
}
