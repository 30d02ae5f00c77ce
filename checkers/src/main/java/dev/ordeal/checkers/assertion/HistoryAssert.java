package dev.ordeal.checkers.assertion;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.Judge;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.selection.CheckerSelection;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.List;

/**
 * Assertions on a history, for tests of any framework: each throws an {@link AssertionError} that
 * explains the violation, also where the question could not be decided. Immutable.
 */
public final class HistoryAssert {
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final int OPERATIONS_SHOWN_MAX = 12;

  private final History history;
  private final Duration time;

  private HistoryAssert(History history, Duration time) {
    this.history = history;
    this.time = time;
  }

  /** Begins assertions on a history. */
  public static HistoryAssert assertThat(History history) {
    return new HistoryAssert(history, TIME);
  }

  /**
   * The same with another limit of time for each check; one minute unless this is called.
   *
   * @param limit above zero
   */
  public HistoryAssert within(Duration limit) {
    return new HistoryAssert(history, limit);
  }

  /**
   * Asserts linearizability for the model whose functions the history's clients called: {@code
   * read} and {@code write} a register, {@code enqueue} and {@code dequeue} a queue that is first
   * in, first out, {@code acquire} and {@code release} a lock, …
   *
   * <pre>
   *   client 0  |write 1|  |-----write 2-----|      linearizable: 2 was written between
   *   client 1                |read 1| |read 2|     the two reads
   *
   *   client 0  |write 1|  |write 2|                not linearizable: write 2 was over
   *   client 1                       |read 1|       before the read began
   * </pre>
   *
   * @throws IllegalArgumentException if no model or several have these functions
   */
  public HistoryAssert isLinearizable() {
    return isLinearizable(guessed());
  }

  /**
   * Asserts that some order of the operations, in which none comes before one that had ended before
   * it began, is a run of the model (Herlihy and Wing, 1990). Each key is an object of its own.
   *
   * @param model a name of {@code ordeal list models}: {@code register}, {@code set}, …
   * @throws IllegalArgumentException if there is no such model
   */
  public HistoryAssert isLinearizable(String model) {
    return isLinearizable(
        Models.byName(model)
            .orElseThrow(() -> Models.REGISTRY.unknown(model, Models.REGISTRY.names())));
  }

  /** Asserts linearizability for a model of one's own. */
  public HistoryAssert isLinearizable(Model<?> model) {
    return holds(CheckerSelection.ofObjects(ConsistencyModel.LINEARIZABLE, model));
  }

  /**
   * Asserts a consistency model of single objects: {@code SEQUENTIAL}, {@code CAUSAL}, {@code
   * PRAM}, …
   *
   * @throws IllegalArgumentException if the level is not for such objects
   */
  public HistoryAssert keeps(ConsistencyModel level, Model<?> model) {
    return holds(CheckerSelection.ofObjects(level, model));
  }

  /**
   * Asserts an isolation level of transactions, {@code STRICT_SERIALIZABLE}, {@code
   * SNAPSHOT_ISOLATION}, …; or, of single calls, a consistency model for the model of objects that
   * {@link #isLinearizable()} takes.
   *
   * <pre>
   *   client 0  |r x 0, w y 1|         write skew: keeps snapshot isolation,
   *   client 1  |r y 0, w x 1|         but not serializability
   * </pre>
   *
   * @throws IllegalArgumentException if the level is not for such objects
   */
  public HistoryAssert keeps(ConsistencyModel level) {
    List<String> functions = history.functions();
    return functions.isEmpty() || functions.equals(List.of("txn"))
        ? holds(CheckerSelection.ofTransactions(level))
        : keeps(level, guessed());
  }

  private Model<?> guessed() {
    return Models.guess(history)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no model has the functions %s, or several: name one, isLinearizable(\"%s\")"
                        .formatted(String.join(", ", history.functions()), "register")));
  }

  private HistoryAssert holds(Checker checker) {
    CheckResult result =
        Judge.judge(history, List.of(checker), Budget.of(time)).results().getFirst();
    if (result.verdict() == Verdict.VALID) {
      return this;
    }
    throw new AssertionError(text(result));
  }

  private static String text(CheckResult result) {
    StringBuilder text = new StringBuilder();
    text.append(result.verdict()).append(": ");
    if (result.anomalies().isEmpty()) {
      text.append(result.reason());
    } else {
      Anomaly first = result.anomalies().getFirst();
      text.append("%s: %s".formatted(first.name(), first.storyAndDoubt()));
      List<Operation> witness = first.witness();
      witness.stream()
          .limit(OPERATIONS_SHOWN_MAX)
          .forEach(operation -> text.append("%n  %s".formatted(operation.describe())));
      if (witness.size() > OPERATIONS_SHOWN_MAX) {
        text.append("%n  … and %d more".formatted(witness.size() - OPERATIONS_SHOWN_MAX));
      }
    }
    return text.toString();
  }
}
