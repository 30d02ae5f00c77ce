package dev.ordeal.results.registry;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that somebody most likely meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * Finds it by the distance of Damerau and Levenshtein (insertions, deletions, substitutions and
   * swaps of neighbours), without regard to case.
   *
   * @return empty if none is near: at most a third of the letters, and at least one, may differ; a
   *     name that begins with what was typed is near, too
   */
  public static Optional<String> of(String typed, Collection<String> known) {
    String text = typed.toLowerCase(Locale.ROOT).replace('_', '-');
    int reach = Math.max(1, text.length() / 3);
    Optional<String> nearest =
        known.stream()
            .filter(name -> distance(text, name) <= reach)
            .min(Comparator.comparingInt(name -> distance(text, name)));
    return nearest.isPresent() || text.length() < 3
        ? nearest
        : known.stream().filter(name -> name.startsWith(text)).findFirst();
  }

  private static int distance(String typed, String name) {
    int[][] distance = new int[typed.length() + 1][name.length() + 1];
    for (int i = 0; i <= typed.length(); i++) {
      for (int j = 0; j <= name.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : step(distance, typed, name, i, j);
      }
    }
    return distance[typed.length()][name.length()];
  }

  private static int step(int[][] distance, String typed, String name, int i, int j) {
    boolean isSame = typed.charAt(i - 1) == name.charAt(j - 1);
    int best = distance[i - 1][j - 1] + (isSame ? 0 : 1);
    best = Math.min(best, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean isSwapped =
        i > 1
            && j > 1
            && typed.charAt(i - 1) == name.charAt(j - 2)
            && typed.charAt(i - 2) == name.charAt(j - 1);
    return isSwapped ? Math.min(best, 1 + distance[i - 2][j - 2]) : best;
  }
}
