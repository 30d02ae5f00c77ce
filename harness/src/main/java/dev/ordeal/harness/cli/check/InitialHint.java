package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.Step;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.model.InitialState;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Judgement;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says of registers or counters that break their promise which value they would have to have held
 * at first to keep it, if there is one and a read says so: the first of a register, that of a
 * register of transactions which nobody wrote, and that of a counter before anything was added to
 * it. Later ones of a counter say nothing: any wrong sum has a beginning that would explain it.
 */
final class InitialHint {
  /** Longer histories are not judged twice. */
  private static final int OPERATIONS_MAX = 200_000;

  private static final Duration TIME_MAX = Duration.ofSeconds(5);

  /** How transactions that read what nobody wrote are called. */
  private static final Set<String> UNWRITTEN = Set.of("garbage-read", "phantom-read");

  private InitialHint() {}

  /** The judgement, its reason with that value behind it. */
  static Judgement of(Asked asked, Judgement judgement, Duration time) {
    CheckResult first = judgement.results().getFirst();
    Optional<ConsistencyModel> level = ConsistencyModel.byName(promise(first));
    boolean isAsked =
        first.verdict() == Verdict.INVALID
            && level.isPresent()
            && asked.history().columns().size() <= OPERATIONS_MAX
            && mayHaveOne(asked, first);
    if (!isAsked) {
      return judgement;
    }
    Duration least = time.compareTo(TIME_MAX) < 0 ? time : TIME_MAX;
    return candidate(asked)
        .filter(value -> explains(asked, level.get(), value, least))
        .flatMap(InitialValues::option)
        .map(option -> ExplainedBy.option(judgement, option, level.get()))
        .orElse(judgement);
  }

  /** Whether it is worth a look at all calls: an object that begins with something is read. */
  private static boolean mayHaveOne(Asked asked, CheckResult result) {
    return switch (asked.model().orElse(null)) {
      case RegisterModel register -> true;
      case CounterModel counter -> true;
      case null ->
          asked.isOpenAtFirst()
              && result.anomalies().stream().map(Anomaly::name).anyMatch(UNWRITTEN::contains);
      default -> false;
    };
  }

  /** What was promised: checkers of several levels say which, others are called like theirs. */
  private static String promise(CheckResult result) {
    return String.valueOf(result.facts().getOrDefault("level", result.checker()));
  }

  /** What reads say that objects held at first, if it is the same of all. */
  private static Optional<Value> candidate(Asked asked) {
    Set<Value> candidates = new HashSet<>();
    if (asked.isOpenAtFirst() && InitialState.areRegisters(asked.history())) {
      candidates.addAll(unwritten(asked.history()));
    } else {
      boolean areCounters = asked.model().filter(CounterModel.class::isInstance).isPresent();
      asked
          .history()
          .operationsByKey()
          .values()
          .forEach(calls -> firstRead(calls, areCounters).ifPresent(candidates::add));
    }
    return candidates.size() == 1 ? candidates.stream().findFirst() : Optional.empty();
  }

  /** What transactions read of registers to which no transaction wrote it. */
  private static Set<Value> unwritten(History history) {
    record Version(Value key, Value value) {}
    Set<Version> written = new HashSet<>();
    Set<Version> read = new HashSet<>();
    for (Operation operation : history.operations()) {
      for (Step step : Step.of(operation)) {
        if (!step.isRead()) {
          written.add(new Version(step.key(), step.value()));
        } else if (operation.isOk() && !step.value().isNil()) {
          read.add(new Version(step.key(), step.value()));
        }
      }
    }
    read.removeAll(written);
    Set<Value> values = new HashSet<>();
    read.forEach(version -> values.add(version.value()));
    return values;
  }

  /** What the first read of an object returned; of a counter, if nothing had been added yet. */
  private static Optional<Value> firstRead(List<Operation> calls, boolean isCounter) {
    Optional<Operation> read =
        calls.stream().filter(call -> call.isOk() && call.function().equals("read")).findFirst();
    boolean saysNothing =
        isCounter
            && read.isPresent()
            && calls.stream().anyMatch(call -> mayCount(call, read.get()));
    return saysNothing ? Optional.empty() : read.map(Operation::result);
  }

  /** Whether an addition may have taken effect before a read returned. */
  private static boolean mayCount(Operation call, Operation read) {
    return call.function().equals("add")
        && !call.isFail()
        && call.invocation().index() < read.completion().orElseThrow().index();
  }

  private static boolean explains(Asked asked, ConsistencyModel level, Value value, Duration time) {
    InitialState initial = new InitialState(Optional.of(value), Map.of());
    Checker judge = asked.checkers().getFirst();
    Model<?> model = asked.model().orElse(null);
    return switch (model) {
      case RegisterModel register ->
          !register.start().equals(value)
              && holds(
                  asked.history(),
                  CheckerSelection.ofObjects(level, new RegisterModel(value)),
                  time);
      case CounterModel counter ->
          value instanceof Value.Int
              && holds(initial.beforeCalls(asked.history(), "add"), judge, time);
      case null ->
          asked.isOpenAtFirst() && holds(initial.beforeTransactions(asked.history()), judge, time);
      default -> false;
    };
  }

  private static boolean holds(History history, Checker checker, Duration time) {
    return Judge.judge(history, List.of(checker), Budget.of(time)).verdict() == Verdict.VALID;
  }
}
