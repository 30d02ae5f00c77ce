package dev.ordeal.targets.brittle.node;

import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a transaction as text, separated by commas: {@code r.KEY}, {@code w.KEY.VALUE},
 * {@code a.KEY.ELEMENT}, {@code e.KEY.ELEMENT}; {@code l.KEY} reads a list, {@code s.KEY} a set.
 * The answer has what each read returned, separated by commas: a number, {@code nil}, or a list or
 * set as {@code 1.2.3} in brackets.
 */
final class Steps {
  private Steps() {}

  static boolean onlyRead(String steps) {
    return List.of(steps.split(",")).stream().allMatch(step -> isRead(step));
  }

  static boolean isRead(String step) {
    return step.startsWith("r.") || step.startsWith("l.") || step.startsWith("s.");
  }

  /** The steps that write. */
  static String writes(String steps) {
    List<String> kept = new ArrayList<>();
    for (String step : steps.split(",")) {
      if (!isRead(step)) {
        kept.add(step);
      }
    }
    return String.join(",", kept);
  }

  /** The first half of the steps, or the second. */
  static String half(String steps, boolean first) {
    List<String> all = List.of(steps.split(","));
    int middle = all.size() / 2;
    return String.join(",", first ? all.subList(0, middle) : all.subList(middle, all.size()));
  }

  /** Answers joined, as if to one transaction. */
  static String join(String first, String second) {
    if (!first.startsWith("ok") || !second.startsWith("ok")) {
      // Part of it may be there.
      return first.startsWith("ok") ? second.replaceFirst("^fail", "info") : first;
    }
    String one = first.substring(2).strip();
    String other = second.substring(2).strip();
    return "ok " + one + (one.isEmpty() || other.isEmpty() ? "" : ",") + other;
  }
}
