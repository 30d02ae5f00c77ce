package dev.ordeal.harness.campaign;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The seeds of a campaign's runs: {@code 1..20}, {@code 1,5,7..9}, or {@code 20 new}, which are
 * others each night.
 *
 * @param given in order; empty if they are new
 * @param fresh how many new ones
 */
public record Seeds(List<Long> given, int fresh) {
  /** How many there may be. */
  public static final int COUNT_MAX = 10_000;

  private static final Pattern FRESH = Pattern.compile("(\\d{1,9}) +new");
  private static final Pattern RANGE = Pattern.compile("(\\d{1,18})(?:[.][.](\\d{1,18}))?");

  public Seeds {
    given = List.copyOf(given);
  }

  /** New ones, as many as there is time for. */
  public static Seeds unbounded() {
    return new Seeds(List.of(), COUNT_MAX + 1);
  }

  /** Whether nobody said how many. */
  public boolean isUnbounded() {
    return fresh > COUNT_MAX;
  }

  /**
   * Reads seeds.
   *
   * @throws IllegalArgumentException if they are none; the message says what to write
   */
  public static Seeds parse(String text) {
    Matcher fresh = FRESH.matcher(text.strip());
    if (fresh.matches()) {
      return new Seeds(List.of(), (int) counted(text, Long.parseLong(fresh.group(1))));
    }
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher range = RANGE.matcher(part.strip());
      if (!range.matches()) {
        throw wrong(text, "are no seeds");
      }
      long first = Long.parseLong(range.group(1));
      long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
      if (last < first) {
        throw wrong(text, "go backwards");
      }
      counted(text, last - first + 1 + seeds.size());
      for (long seed = first; seed <= last; seed++) {
        if (seeds.contains(seed)) {
          throw wrong(text, "name %d twice".formatted(seed));
        }
        seeds.add(seed);
      }
    }
    return new Seeds(seeds, 0);
  }

  private static long counted(String text, long count) {
    if (count < 1 || count > COUNT_MAX) {
      throw wrong(text, "are not from 1 to %d".formatted(COUNT_MAX));
    }
    return count;
  }

  private static IllegalArgumentException wrong(String text, String what) {
    String shown = text.length() > 40 ? text.substring(0, 39) + "…" : text;
    return new IllegalArgumentException(
        "the seeds '%s' %s; write 1..20, or 1,5,7..9, or '20 new'".formatted(shown, what));
  }

  /** Whether some seed is of others, too; new ones are the same as other new ones. */
  public boolean overlaps(Seeds others) {
    return fresh > 0 ? others.fresh > 0 : !Collections.disjoint(others.given, new HashSet<>(given));
  }

  /** How many there are. */
  public int count() {
    return fresh > 0 ? fresh : given.size();
  }

  /** One of them; new ones count from a number that is another each night. */
  public long get(int index, long base) {
    return fresh > 0 ? base + index : given.get(index);
  }

  /** As {@link #parse} reads it, but for what cannot be told any more: ranges. */
  public String text() {
    return fresh > 0
        ? fresh + " new"
        : String.join(",", given.stream().map(seed -> Long.toString(seed)).toList());
  }
}
