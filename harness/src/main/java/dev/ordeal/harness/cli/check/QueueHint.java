package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.FifoQueueModel;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * Says of a queue that was taken for one in order, and is not in order, that it would be right
 * without: nothing in a history says which was promised.
 */
final class QueueHint {
  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  private QueueHint() {}

  /** The judgement, its reason with the model that would explain the violation behind it. */
  static Judgement of(Asked asked, Judgement judgement, Duration time) {
    boolean isAsked =
        judgement.results().getFirst().verdict() == Verdict.INVALID
            && asked.model().filter(FifoQueueModel.class::isInstance).isPresent()
            && asked.checkers().getFirst() instanceof LinearizabilityChecker;
    if (!isAsked) {
      return judgement;
    }
    Duration least = time.compareTo(TIME_MAX) < 0 ? time : TIME_MAX;
    LinearizabilityChecker unordered =
        new LinearizabilityChecker(Models.byName("unordered-queue").orElseThrow());
    boolean explains =
        Judge.judge(asked.history(), List.of(unordered), Budget.of(least)).verdict()
            == Verdict.VALID;
    return explains
        ? ExplainedBy.option(judgement, "--model unordered-queue", ConsistencyModel.LINEARIZABLE)
        : judgement;
  }
}
