package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.harness.judging.Judging;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is asked of a history.
 *
 * @param history as checkers are to see it
 * @param drained before drains became dequeues; empty if there were none
 * @param checkers who judge; none if nothing is known that could
 * @param model the model of its objects, if one was named or guessed
 * @param isGuessed whether nobody named what it is
 * @param isOpenAtFirst whether it is transactions, and nobody said what their registers held at
 *     first
 * @param workload by whose rules it is judged, if that was guessed
 * @param said what was taken for it, for people; empty if there is nothing to say
 */
record Asked(
    History history,
    Optional<History> drained,
    List<Checker> checkers,
    Optional<Model<?>> model,
    boolean isGuessed,
    boolean isOpenAtFirst,
    Optional<String> workload,
    String said) {
  private static final int FUNCTIONS_SHOWN = 2;
  private static final int NAME_SHOWN = 16;

  static Asked named(History history, List<Checker> checkers) {
    return new Asked(
        history, Optional.empty(), checkers, Optional.empty(), false, false, Optional.empty(), "");
  }

  static Asked guessed(History history, List<Checker> checkers, String said) {
    return new Asked(
        history, Optional.empty(), checkers, Optional.empty(), true, false, Optional.empty(), said);
  }

  /** By the rules of a workload, which nobody named. */
  static Asked guessed(History history, List<Checker> checkers, String workload, String said) {
    return new Asked(
        history,
        Optional.empty(),
        checkers,
        Optional.empty(),
        true,
        false,
        Optional.of(workload),
        said);
  }

  static Asked nothing(History history) {
    return new Asked(
        history, Optional.empty(), List.of(), Optional.empty(), true, false, Optional.empty(), "");
  }

  Asked of(Model<?> chosen) {
    return new Asked(
        history, drained, checkers, Optional.of(chosen), isGuessed, isOpenAtFirst, workload, said);
  }

  /** The same, of a history whose drains became dequeues. */
  Asked drained(History before) {
    return new Asked(
        history, Optional.of(before), checkers, model, isGuessed, isOpenAtFirst, workload, said);
  }

  /** The history as it is told to people: with its drains. */
  History told() {
    return drained.orElse(history);
  }

  /** The same, of the operations of {@link #told}. */
  Judgement told(Judgement judgement) {
    return drained.map(before -> DrainStory.of(before, judgement)).orElse(judgement);
  }

  /** The same with other checkers, if there are any before them. */
  Asked and(List<Checker> others) {
    List<Checker> all = new ArrayList<>(checkers);
    if (!checkers.isEmpty()) {
      all.addAll(others);
    }
    return new Asked(history, drained, all, model, isGuessed, isOpenAtFirst, workload, said);
  }

  /** The same, asked of another history. */
  Asked about(History other) {
    return new Asked(
        other, Optional.empty(), checkers, model, isGuessed, isOpenAtFirst, workload, said);
  }

  /** The same, of transactions whose registers may have held something at first. */
  Asked openAtFirst() {
    return new Asked(history, drained, checkers, model, isGuessed, true, workload, said);
  }

  Asked saying(String text) {
    return new Asked(history, drained, checkers, model, isGuessed, isOpenAtFirst, workload, text);
  }

  private static String brief(String function) {
    return function.length() <= NAME_SHOWN ? function : function.substring(0, NAME_SHOWN) + "…";
  }

  /**
   * The answer, with what would explain a violation, and doubts where nobody said what it is.
   *
   * @param foreignClass the user's class that takes part, with its package; empty for none
   */
  Judgement judge(Duration time, Optional<String> foreignClass) {
    if (checkers.isEmpty()) {
      List<String> names = history.functions();
      String more = names.size() > FUNCTIONS_SHOWN ? ", … (%d)".formatted(names.size()) : "";
      String functions =
          names.stream().limit(FUNCTIONS_SHOWN).map(Asked::brief).collect(Collectors.joining(", "))
              + more;
      return new Judgement(
          List.of(
              CheckResult.unknown(
                  "linearizable",
                  ("no model fits the functions %s: name one with --model (see list models), or"
                          + " say with --map %s=read which is which")
                      .formatted(functions, brief(names.getFirst())),
                  Map.of())));
    }
    Judgement judgement =
        ForeignJudging.judge(history, Judging.timeLimited(checkers), time, foreignClass);
    return explained(isGuessed ? GuessDoubt.of(history, model, judgement) : judgement, time);
  }

  /** The judgement, with an option of this question that would explain a violation. */
  private Judgement explained(Judgement judgement, Duration time) {
    Judgement queue = isGuessed ? QueueHint.of(this, judgement, time) : judgement;
    Judgement hinted = LookalikeHint.of(history, queue);
    return LookalikeHint.isIn(hinted) ? hinted : InitialHint.of(this, hinted, time);
  }

  /** Whether another option of this question would explain the violation that was found. */
  boolean isExplained(Judgement judgement, Duration time) {
    return explained(judgement, time).results().getFirst().facts().containsKey(ExplainedBy.FACT);
  }
}
