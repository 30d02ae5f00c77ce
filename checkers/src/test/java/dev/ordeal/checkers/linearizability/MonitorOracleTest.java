package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Monitor;
import dev.ordeal.checkers.linearizability.search.GeneralSearch;
import dev.ordeal.checkers.made.OtherValues;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallHistory;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.replay.Replay;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every monitor and the general search must agree with trying every order.
 *
 * <p>{@code scripts/oracle N} makes the same test as long as one likes.
 */
class MonitorOracleTest {
  private static final long HISTORIES = Seeds.count(30_000);
  private static final Budget BUDGET = Budget.of(Duration.ofHours(10));

  /** Those whose calls speak of values that nobody counts or compares. */
  private static final Set<String> OF_ANY_VALUES =
      Set.of(
          "cas-register",
          "fifo-queue",
          "unordered-queue",
          "stack",
          "set",
          "set-with-reads",
          "grow-only-set",
          "unique-ids",
          "append-list");

  @ParameterizedTest
  @MethodSource("dev.ordeal.checkers.made.SmallHistory#types")
  void agreesWithTryingEveryOrder(String type) {
    Seeds.assumeAskedFor(type);
    Model<?> model = Models.byName(type.contains("set") ? "set" : type).orElseThrow();
    Monitor monitor = Monitors.of(model).orElseThrow();
    LongAdder linearizable = new LongAdder();
    LongAdder decided = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = SmallHistory.of(type, new SplittableRandom(seed));
              boolean expected = BruteForce.isLinearizable(model, history.operations());
              linearizable.add(expected ? 1 : 0);
              Optional<Finding> found =
                  monitor.decide(history.columns(), history.columns().all(), BUDGET);
              decided.add(found.isPresent() ? 1 : 0);
              assertThat(found.map(Finding.Linearizable.class::isInstance).orElse(expected))
                  .as(() -> type + ", seed " + seed + ": " + history.events() + " " + found)
                  .isEqualTo(expected);
              if (OF_ANY_VALUES.contains(type)) {
                History others = OtherValues.of(history);
                Optional<Finding> same =
                    monitor.decide(others.columns(), others.columns().all(), BUDGET);
                assertThat(same.map(Finding.Linearizable.class::isInstance))
                    .as(
                        () ->
                            type
                                + ", other values, seed "
                                + seed
                                + ": "
                                + others.events()
                                + " "
                                + same)
                    .isEqualTo(found.map(Finding.Linearizable.class::isInstance));
              }
              if (expected) {
                var checker = new LinearizabilityChecker(model);
                var order = checker.linearizations(history, BUDGET).get(Value.NIL);
                // Without operations there is no object.
                if (order != null || !history.operations().isEmpty()) {
                  assertThat(Replay.problem(model, history.operations(), order))
                      .as(() -> type + ", order, seed " + seed + ": " + history.events() + order)
                      .isEmpty();
                }
              }
              Finding general = GeneralSearch.search(model, history.operations(), BUDGET);
              assertThat(general instanceof Finding.Linearizable)
                  .as(() -> type + ", general search, seed " + seed + ": " + history.events())
                  .isEqualTo(expected);
              if (found.orElse(null) instanceof Finding.Violated violated) {
                assertThat(violated.witness()).isNotEmpty();
                assertThat(violated.witness())
                    .extracting(Operation::label)
                    .as(() -> type + ", seed " + seed + ": " + violated.explanation())
                    .containsAll(named(violated.explanation()));
              }
            });
    System.out.printf(
        "%s: %d histories, %.0f %% linearizable, %.1f %% decided by the monitor%n",
        type, HISTORIES, 100.0 * linearizable.sum() / HISTORIES, 100.0 * decided.sum() / HISTORIES);
    // The test could not fail if all histories were of one kind.
    assertThat(linearizable.sum()).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
    assertThat(decided.sum()).isGreaterThan(HISTORIES * 7 / 10);
  }

  /** The operations that an explanation names. */
  private static List<String> named(String explanation) {
    return Pattern.compile("#\\d+").matcher(explanation).results().map(r -> r.group()).toList();
  }

  /** Many calls at once on few elements, which trying every order would not come to an end with. */
  @Test
  void readsOfWholeSetsAgreeWithTheGeneralSearch() {
    Seeds.assumeAskedFor("set-with-reads");
    Model<?> model = Models.byName("set").orElseThrow();
    Monitor monitor = Monitors.of(model).orElseThrow();
    LongAdder linearizable = new LongAdder();
    LongAdder decided = new LongAdder();
    long count = HISTORIES / 10;
    Seeds.of(count)
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(-1 - seed);
              History history =
                  SmallHistory.of(
                      "set-with-reads", random, 4 + random.nextInt(9), 8 + random.nextInt(13));
              Optional<Finding> found =
                  monitor.decide(history.columns(), history.columns().all(), BUDGET);
              if (found.isEmpty()) {
                return;
              }
              decided.increment();
              boolean isLinearizable = found.get() instanceof Finding.Linearizable;
              linearizable.add(isLinearizable ? 1 : 0);
              Finding general = GeneralSearch.search(model, history.operations(), BUDGET);
              assertThat(isLinearizable)
                  .as(() -> "seed " + seed + ": " + history.events() + " " + found)
                  .isEqualTo(general instanceof Finding.Linearizable);
              if (found.get() instanceof Finding.Linearizable some) {
                List<Operation> all = history.operations();
                List<Operation> order =
                    Arrays.stream(some.order().get()).mapToObj(all::get).toList();
                assertThat(Replay.problem(model, all, order))
                    .as(() -> "order, seed " + seed + ": " + history.events() + order)
                    .isEmpty();
              }
            });
    System.out.printf(
        "set-with-reads, longer: %d histories, %d decided, %d linearizable%n",
        count, decided.sum(), linearizable.sum());
    assertThat(decided.sum()).isGreaterThan(count / 2);
    assertThat(linearizable.sum()).isBetween(count / 20, count * 19 / 20);
  }
}
