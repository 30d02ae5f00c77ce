package dev.ordeal.results.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How grave anomalies are: those first that rule out the weakest promises.
 *
 * <p>Data that nobody wrote, that contradicts itself or that was lost comes before data that is
 * only old; of cycles those of writes before those with reads (Adya, 1999), and those that need
 * sessions or real time behind those that do not.
 */
public final class Gravity {
  /** The gravest first. */
  private static final List<String> NAMES =
      List.of(
          "duplicate-elements",
          "cyclic-versions",
          "incompatible-order",
          "phantom-read",
          "garbage-read",
          "unexpected-element",
          "impossible-number",
          "duplicate-id",
          "duplicate-number",
          "duplicate-offset",
          "duplicate-value",
          "double-grant",
          "token-not-greater",
          "release-without-acquire",
          "wrong-total",
          "negative-balance",
          "wrong-sum",
          "G0",
          "conflicting-writes",
          "aborted-write",
          "aborted-read",
          "dirty-update",
          "G1a",
          "dirty-read",
          "G1b",
          "G1c",
          "future-read",
          "internal",
          "lost-write",
          "lost-element",
          "lost-update",
          "resurrected-element",
          "duplicated-element",
          "false-empty",
          "out-of-order",
          "priority-inversion",
          "internal-nonmonotonic",
          "external-nonmonotonic",
          "internal-skip",
          "external-skip",
          "skipped-number",
          "number-went-back",
          "fractured-read",
          "causal-violation",
          "session-causality",
          "G-single-item",
          "G-single",
          "G-nonadjacent-item",
          "G-nonadjacent",
          "G2-item",
          "G2",
          "non-serializable",
          "incomparable-reads",
          "stale-read",
          "non-sequential",
          "non-strict-serializable",
          "non-linearizable");

  private static final Map<String, Integer> RANKS = new HashMap<>();

  static {
    NAMES.forEach(name -> RANKS.put(name, RANKS.size()));
  }

  /** Names that need sessions or real time come after all that do not. */
  private static final List<String> SUFFIXES = List.of("-process", "-realtime");

  /** The gravest first; names that are not known come last, in the order in which they are. */
  public static final Comparator<Anomaly> FIRST = Comparator.comparingInt(a -> rank(a.name()));

  private Gravity() {}

  /** The gravest of some anomalies, of which there is at least one: the reason of a verdict. */
  public static Anomaly gravest(List<Anomaly> anomalies) {
    return Collections.min(anomalies, FIRST);
  }

  /** The names of anomalies, the gravest first. */
  public static List<String> sorted(Iterable<String> names) {
    List<String> sorted = new ArrayList<>();
    names.forEach(sorted::add);
    sorted.sort(Comparator.comparingInt(Gravity::rank));
    return sorted;
  }

  private static int rank(String name) {
    int suffix = 0;
    String plain = name;
    for (int i = 0; i < SUFFIXES.size(); i++) {
      if (name.endsWith(SUFFIXES.get(i))) {
        plain = name.substring(0, name.length() - SUFFIXES.get(i).length());
        suffix = i + 1;
      }
    }
    return suffix * NAMES.size() + RANKS.getOrDefault(plain, NAMES.size() - 1);
  }
}
