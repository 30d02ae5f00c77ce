package dev.ordeal.checkers.linearizability.register;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.BruteForce;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.search.GeneralSearch;
import dev.ordeal.checkers.made.OtherValues;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.replay.Replay;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

/**
 * Both searches must agree with trying every order.
 *
 * <p>{@code scripts/oracle N register} makes the same test as long as one likes.
 */
class RegisterOracleTest {
  private static final long HISTORIES = Seeds.count(200_000);
  private static final Budget BUDGET = Budget.of(Duration.ofHours(10));

  @Test
  void agreesWithTryingEveryOrder() {
    Seeds.assumeAskedFor("register");
    LongAdder linearizable = new LongAdder();
    LongAdder decided = new LongAdder();
    Seeds.of(HISTORIES).forEach(seed -> compare(seed, linearizable, decided));
    // The test could not fail if all histories were of one kind.
    assertThat(linearizable.sum()).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    assertThat(decided.sum()).isGreaterThan(HISTORIES / 3);
  }

  private static void compare(long seed, LongAdder linearizable, LongAdder decided) {
    SplittableRandom random = new SplittableRandom(seed);
    History history = RandomHistory.register(random, random.nextBoolean());
    boolean expected = BruteForce.isLinearizable(RegisterModel.EMPTY, history.operations());
    linearizable.add(expected ? 1 : 0);
    Finding register = RegisterSearch.search(Value.NIL, history.operations(), BUDGET);
    Finding general = GeneralSearch.search(RegisterModel.EMPTY, history.operations(), BUDGET);
    Optional<Finding> unique =
        UniqueRegister.decide(Value.NIL, history.columns(), history.columns().all());
    decided.add(unique.isPresent() ? 1 : 0);
    assertThat(unique.map(Finding.Linearizable.class::isInstance).orElse(expected))
        .as(() -> "unique values, seed " + seed + ": " + history.events())
        .isEqualTo(expected);
    assertThat(register instanceof Finding.Linearizable)
        .as(() -> "register search, seed " + seed + ": " + history.events())
        .isEqualTo(expected);
    isReplayed(register, history, seed);
    // So few walks that kinds of crashed calls are counted one after the other.
    Finding counting =
        RegisterSearch.search(Value.NIL, history.operations(), BUDGET, 1 + (int) (seed & 1));
    assertThat(counting instanceof Finding.Linearizable)
        .as(() -> "register search, counting, seed " + seed + ": " + history.events())
        .isEqualTo(expected);
    History others = OtherValues.of(history);
    assertThat(
            RegisterSearch.search(Value.NIL, others.operations(), BUDGET)
                instanceof Finding.Linearizable)
        .as(() -> "register search, other values, seed " + seed + ": " + history.events())
        .isEqualTo(expected);
    assertThat(general instanceof Finding.Linearizable)
        .as(() -> "general search, seed " + seed + ": " + history.events())
        .isEqualTo(expected);
  }

  @Test
  void agreesWithTryingEveryOrderWhereManyCallsCrash() {
    Seeds.assumeAskedFor("register");
    LongAdder linearizable = new LongAdder();
    Seeds.of(HISTORIES).forEach(seed -> compareCrashing(seed, linearizable));
    assertThat(linearizable.sum()).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
  }

  private static void compareCrashing(long seed, LongAdder linearizable) {
    SplittableRandom random = new SplittableRandom(~seed * 3);
    History history = RandomHistory.crashing(random, 3 + random.nextInt(5));
    boolean expected = BruteForce.isLinearizable(RegisterModel.EMPTY, history.operations());
    linearizable.add(expected ? 1 : 0);
    for (int walks = 1; walks <= 3; walks++) {
      Finding found = RegisterSearch.search(Value.NIL, history.operations(), BUDGET, walks);
      assertThat(found instanceof Finding.Linearizable)
          .as(() -> "many crashed, seed " + seed + ": " + history.events())
          .isEqualTo(expected);
      isReplayed(found, history, seed);
    }
  }

  @Test
  void searchesAgreeOnLongerHistories() {
    Seeds.assumeAskedFor("register");
    Seeds.of(HISTORIES).forEach(RegisterOracleTest::compareLonger);
  }

  private static void compareLonger(long seed) {
    SplittableRandom random = new SplittableRandom(-1L - seed);
    int calls = 5 + random.nextInt(40);
    History history = RandomHistory.register(random, random.nextBoolean(), calls);
    Finding register = RegisterSearch.search(Value.NIL, history.operations(), BUDGET);
    Finding general = GeneralSearch.search(RegisterModel.EMPTY, history.operations(), BUDGET);
    assertThat(register instanceof Finding.Linearizable)
        .as(() -> "seed " + seed + ": " + history.events())
        .isEqualTo(general instanceof Finding.Linearizable);
    isReplayed(register, history, seed);
  }

  @Test
  void searchesFailAtTheSameReturnWhereManyCallsCrash() {
    Seeds.assumeAskedFor("register");
    Seeds.of(HISTORIES).forEach(RegisterOracleTest::compareFailures);
  }

  private static void compareFailures(long seed) {
    SplittableRandom random = new SplittableRandom(~seed * 5);
    History history = RandomHistory.crashing(random, 5 + random.nextInt(30));
    Finding general = GeneralSearch.search(RegisterModel.EMPTY, history.operations(), BUDGET);
    for (int walks : new int[] {1, 2, 32}) {
      Finding found = RegisterSearch.search(Value.NIL, history.operations(), BUDGET, walks);
      assertThat(failing(found))
          .as(() -> "failing return, seed " + seed + ": " + history.events())
          .isEqualTo(failing(general));
      isReplayed(found, history, seed);
    }
  }

  private static Optional<Operation> failing(Finding found) {
    return found instanceof Finding.NotLinearizable violation
        ? Optional.of(violation.failing())
        : Optional.empty();
  }

  private static void isReplayed(Finding found, History history, long seed) {
    if (found instanceof Finding.Linearizable linearizable) {
      List<Operation> all = history.operations();
      List<Operation> order = Arrays.stream(linearizable.order().get()).mapToObj(all::get).toList();
      assertThat(Replay.problem(RegisterModel.EMPTY, all, order))
          .as(() -> "order of the register search, seed " + seed + ": " + history.events())
          .isEmpty();
    }
  }
}
