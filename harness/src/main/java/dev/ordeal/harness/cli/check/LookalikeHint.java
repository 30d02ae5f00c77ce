package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Step;
import dev.ordeal.checkers.linearizability.finding.Wording;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Gravity;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says of something that was read and that nobody wrote that something was written which only looks
 * like it: the text "1" and the numbers 1 and 1.0 are three values.
 */
final class LookalikeHint {
  private static final Set<String> UNWRITTEN =
      Set.of("phantom-read", "garbage-read", "unexpected-element", "non-sequential");

  private LookalikeHint() {}

  /** The judgement, its reason with what looks like a value that nobody wrote behind it. */
  static Judgement of(History history, Judgement judgement) {
    CheckResult first = judgement.results().getFirst();
    if (first.verdict() != Verdict.INVALID || first.anomalies().isEmpty()) {
      return judgement;
    }
    Anomaly gravest = Gravity.gravest(first.anomalies());
    if (!UNWRITTEN.contains(gravest.name())) {
      return judgement;
    }
    String hint = hint(history, gravest.witness());
    if (hint.isEmpty() || first.reason().contains(hint)) {
      return judgement;
    }
    List<CheckResult> results = new ArrayList<>(judgement.results());
    results.set(0, first.saying(first.reason() + hint));
    return new Judgement(results);
  }

  /** Whether a reason says so of something. */
  static boolean isIn(Judgement judgement) {
    return judgement.results().getFirst().reason().contains("they are different values");
  }

  private static String hint(History history, List<Operation> witness) {
    Set<Value> written = new HashSet<>();
    for (Operation operation : history.operations()) {
      if (!operation.isFail()) {
        Step.of(operation).stream()
            .filter(step -> !step.isRead())
            .forEach(step -> elements(step.value()).forEach(written::add));
      }
    }
    return witness.stream()
        .filter(Operation::isOk)
        .flatMap(LookalikeHint::answered)
        .filter(value -> !written.contains(value))
        .map(value -> Wording.lookalike(value, written.stream()))
        .filter(hint -> !hint.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** What reads of whole objects showed, and what removals answered. */
  private static Stream<Value> answered(Operation operation) {
    return operation.function().equals(Operation.TRANSACTION)
        ? Step.of(operation).stream().filter(Step::isRead).flatMap(step -> elements(step.value()))
        : elements(operation.result());
  }

  private static Stream<Value> elements(Value value) {
    return value instanceof Value.Seq seq
        ? Stream.concat(Stream.of(value), seq.items().stream())
        : Stream.of(value);
  }
}
