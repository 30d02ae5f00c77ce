package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of a register or counter that is not linearizable which value it would have to have held at
 * first to be so, if there is one.
 */
final class InitialHint {
  /** Longer histories are not judged twice. */
  private static final int OPERATIONS_MAX = 200_000;

  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  private InitialHint() {}

  /** The judgement, its reason with that value behind it. */
  static Judgement of(Asked asked, Judgement judgement, Duration time) {
    boolean isAsked =
        judgement.results().getFirst().verdict() == Verdict.INVALID
            && asked.history().columns().size() <= OPERATIONS_MAX
            && asked.checkers().getFirst() instanceof LinearizabilityChecker;
    if (!isAsked) {
      return judgement;
    }
    Duration least = time.compareTo(TIME_MAX) < 0 ? time : TIME_MAX;
    boolean isCounter = asked.model().filter(CounterModel.class::isInstance).isPresent();
    return candidate(asked.history(), isCounter)
        .filter(value -> explains(asked, value, least))
        .map(value -> ExplainedBy.option(judgement, option(value)))
        .orElse(judgement);
  }

  /** What the first reads say that objects held at first, if it is the same of all. */
  private static Optional<Value> candidate(History history, boolean areCounters) {
    Set<Value> candidates = new HashSet<>();
    history
        .operationsByKey()
        .values()
        .forEach(
            calls ->
                firstRead(calls)
                    .map(read -> areCounters ? without(read, calls) : read.result())
                    .ifPresent(candidates::add));
    return candidates.size() == 1 ? candidates.stream().findFirst() : Optional.empty();
  }

  /** What a counter held before what had been added to it when it was read. */
  private static Value without(Operation read, List<Operation> calls) {
    long held = read.result() instanceof Value.Int number ? number.value() : 0;
    for (Operation call : calls) {
      boolean isBefore =
          call.isOk()
              && call.function().equals("add")
              && call.completion().orElseThrow().index() < read.invocation().index();
      held -= isBefore && call.argument() instanceof Value.Int number ? number.value() : 0;
    }
    return Value.of(held);
  }

  private static Optional<Operation> firstRead(List<Operation> calls) {
    return calls.stream()
        .filter(call -> call.isOk() && call.function().equals("read") && !call.result().isNil())
        .findFirst();
  }

  private static boolean explains(Asked asked, Value value, Duration time) {
    InitialState initial = new InitialState(Optional.of(value), Map.of());
    boolean isNumber = value instanceof Value.Int;
    return switch (asked.model().orElse(null)) {
      case RegisterModel register ->
          register.start().isNil()
              && holds(asked.history(), new LinearizabilityChecker(new RegisterModel(value)), time);
      case CounterModel counter ->
          isNumber
              && holds(
                  initial.beforeCalls(asked.history(), "add"),
                  new LinearizabilityChecker(counter),
                  time);
      case null, default -> false;
    };
  }

  private static boolean holds(History history, LinearizabilityChecker checker, Duration time) {
    return Judge.judge(history, List.of(checker), Budget.of(time)).verdict() == Verdict.VALID;
  }

  private static String option(Value value) {
    return "--initial " + (value instanceof Value.Int ? value : "'" + value + "'");
  }
}
