package dev.ordeal.checkers.convergence;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What additions of numbers can come to, some of which may not have happened. */
final class PossibleSums {
  /** Of more sums only the bounds are looked at. */
  private static final int SUMS_MAX = 100_000;

  private static final int SHOWN_MAX = 4;

  private final List<Long> unsure = new ArrayList<>();
  private long sure;
  private long least;
  private long most;

  void add(long amount, boolean isSure) {
    if (isSure) {
      sure += amount;
    } else {
      unsure.add(amount);
    }
    least += isSure ? amount : Math.min(0, amount);
    most += isSure ? amount : Math.max(0, amount);
  }

  /** Whether all sure additions and some of the others come to a sum. */
  boolean has(long sum) {
    return sum >= least && sum <= most && all().map(sums -> sums.contains(sum)).orElse(true);
  }

  /** All sums; empty if there are too many to look at. */
  private Optional<NavigableSet<Long>> all() {
    NavigableSet<Long> sums = new TreeSet<>(Set.of(sure));
    for (long amount : unsure) {
      List<Long> with = sums.stream().map(each -> each + amount).toList();
      sums.addAll(with);
      if (sums.size() > SUMS_MAX) {
        return Optional.empty();
      }
    }
    return Optional.of(sums);
  }

  /** For people: {@code 3}, {@code 1 or 3}, or {@code 1 at least, 9 at most}. */
  String text() {
    return all()
        .filter(sums -> sums.size() <= SHOWN_MAX)
        .map(sums -> sums.stream().map(String::valueOf).collect(Collectors.joining(" or ")))
        .orElseGet(() -> "%d at least, %d at most".formatted(least, most));
  }
}
