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
  private static final Map<String, Integer> RANKS = new HashMap<>();

  static {
    AnomalyKind.ALL.forEach(kind -> RANKS.put(kind.name(), RANKS.size()));
  }

  /** Where users' anomalies come, behind all that break a promise of consistency. */
  private static final int OTHER = RANKS.get("non-linearizable");

  /** Names that need sessions or real time come after all that do not. */
  private static final List<String> SUFFIXES = List.of("-process", "-realtime");

  /**
   * The gravest first; names that are not known come after the known ones of consistency, in the
   * order in which they are.
   */
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

  /** The name without {@code -process} or {@code -realtime}. */
  static String plain(String name) {
    return SUFFIXES.stream()
        .filter(name::endsWith)
        .findFirst()
        .map(suffix -> name.substring(0, name.length() - suffix.length()))
        .orElse(name);
  }

  private static int rank(String name) {
    String plain = plain(name);
    int bond = SUFFIXES.indexOf(name.substring(plain.length())) + 1;
    return bond * AnomalyKind.ALL.size() + RANKS.getOrDefault(plain, OTHER);
  }
}
