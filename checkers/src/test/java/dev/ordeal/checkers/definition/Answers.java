package dev.ordeal.checkers.definition;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.Map;

/**
 * What the checker says of an observation.
 *
 * @param promised the level that it was asked for
 * @param verdict its answer to that
 * @param levels what it says of all levels besides, by their names
 */
record Answers(ConsistencyModel promised, Verdict verdict, Map<?, ?> levels) {
  /** Asks for a level; one that is thrown at is an error of the checker. */
  static Answers of(ConsistencyModel promised, Observation observation) {
    CheckResult result =
        CheckerSelection.ofTransactions(promised)
            .check(observation.history(), Budget.of(Duration.ofSeconds(10)));
    Object levels = result.facts().getOrDefault("levels", Map.of());
    return new Answers(promised, result.verdict(), (Map<?, ?>) levels);
  }

  Verdict of(ConsistencyModel level) {
    if (level == promised) {
      return verdict;
    }
    Object said = levels.get(level.levelName());
    if (said instanceof Boolean isKept) {
      return isKept ? Verdict.VALID : Verdict.INVALID;
    }
    return Verdict.UNKNOWN;
  }
}
