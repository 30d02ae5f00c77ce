package dev.ordeal.results.browse;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which runs somebody looks for.
 *
 * @param text words that must all occur; may be empty
 * @param state the verdict or state; empty for any
 * @param sort {@code started}, {@code subject} or {@code state}; by the newest first otherwise
 * @param page from 1
 */
public record RunQuery(String text, String state, String sort, int page) {
  static final int ROWS = 100;

  private static final int WORDS_MAX = 20;

  /** What an address asks for; what makes no sense there is left out. */
  public static RunQuery of(Map<String, String> parameters) {
    int page;
    try {
      page = Math.max(1, Integer.parseInt(parameters.getOrDefault("page", "1")));
    } catch (NumberFormatException nonsense) {
      page = 1;
    }
    return new RunQuery(
        parameters.getOrDefault("q", "").strip(),
        parameters.getOrDefault("state", "").strip().toUpperCase(Locale.ROOT),
        parameters.getOrDefault("sort", "started"),
        page);
  }

  /** Those that it finds, in its order, on all pages. */
  public List<SavedRun> find(List<SavedRun> newestFirst) {
    List<String> words =
        List.of(text.split("\\s+", WORDS_MAX + 1)).stream().limit(WORDS_MAX).toList();
    return newestFirst.stream()
        .filter(run -> state.isEmpty() || run.state().equals(state))
        .filter(run -> words.stream().allMatch(run::has))
        .sorted(order())
        .toList();
  }

  private Comparator<SavedRun> order() {
    return switch (sort) {
      case "subject" -> Comparator.comparing(SavedRun::subject);
      case "state" -> Comparator.comparing(SavedRun::state);
      default -> Comparator.comparing(SavedRun::started).reversed();
    };
  }
}
