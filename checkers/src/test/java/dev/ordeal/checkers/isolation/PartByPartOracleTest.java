package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.results.history.History;
import dev.ordeal.results.verdict.CheckResult;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is decided of parts, by keys and by time, however small, and put together must be what
 * trying everything decides, and what is decided of all at once.
 */
class PartByPartOracleTest {
  private static final long HISTORIES = Seeds.count(8_000);

  private static Optional<Map<?, ?>> levels(History history, Division division) {
    CheckResult result =
        new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE, division)
            .check(history, Budget.of(Duration.ofMinutes(1)));
    return result.facts().get("levels") instanceof Map<?, ?> levels
        ? Optional.of(levels)
        : Optional.empty();
  }

  /** How many histories keep a level, and how many break it. */
  private static final class Shares {
    private final Map<ConsistencyModel, LongAdder> kept = new EnumMap<>(ConsistencyModel.class);
    private final Map<ConsistencyModel, LongAdder> broken = new EnumMap<>(ConsistencyModel.class);

    Shares(Iterable<ConsistencyModel> levels) {
      for (ConsistencyModel level : levels) {
        kept.put(level, new LongAdder());
        broken.put(level, new LongAdder());
      }
    }

    void add(ConsistencyModel level, boolean keeps) {
      (keeps ? kept : broken).get(level).increment();
    }

    /** The comparison says little where nearly all answers are the same. */
    void areBothFrequent(String type, long histories) {
      System.out.printf("%s: %d histories, kept: %s, broken: %s%n", type, histories, kept, broken);
      assertThat(kept).allSatisfy((level, n) -> isFrequent(level, n.sum(), histories));
      assertThat(broken).allSatisfy((level, n) -> isFrequent(level, n.sum(), histories));
    }

    private static void isFrequent(ConsistencyModel level, long count, long histories) {
      assertThat(count).as(level.levelName()).isGreaterThan(histories / 20);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "list-append, false",
    "set-add, false",
    "rw-register, false",
    "rw-repeated, false",
    "counter, true"
  })
  void agreesWithTryingEverything(String type, boolean mayBeUnknown) {
    Seeds.assumeAskedFor("apart-" + type);
    Set<ConsistencyModel> judged =
        mayBeUnknown ? Set.of(ConsistencyModel.STRICT_SERIALIZABLE) : VisibilityOracle.LEVELS;
    Shares shares = new Shares(judged);
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(~seed * 7);
              History history = SmallTransactions.apart(type, 4 + random.nextInt(2), random);
              Optional<Map<?, ?>> levels = levels(history, Division.PARTS_FIRST);
              boolean isOfType =
                  !type.equals("counter") || history.events().toString().contains("[inc");
              if (levels.isEmpty() || !isOfType) {
                return;
              }
              Set<ConsistencyModel> expected = VisibilityOracle.kept(history, type);
              for (ConsistencyModel level : VisibilityOracle.LEVELS) {
                boolean keeps = expected.contains(level);
                Object said = levels.get().get(level.levelName());
                if (!mayBeUnknown || said instanceof Boolean) {
                  assertThat(said).as(() -> told(seed, level, history)).isEqualTo(keeps);
                  if (judged.contains(level)) {
                    shares.add(level, keeps);
                  }
                }
              }
            });
    shares.areBothFrequent("apart-" + type, HISTORIES);
  }

  @ParameterizedTest
  @CsvSource({"rw-register", "rw-repeated", "counter"})
  void agreesWithAllAtOnceOnLongerHistories(String type) {
    Seeds.assumeAskedFor("apart-" + type);
    Set<ConsistencyModel> judged =
        Set.of(ConsistencyModel.STRICT_SERIALIZABLE, ConsistencyModel.SERIALIZABLE);
    Shares shares = new Shares(judged);
    LongAdder undecided = new LongAdder();
    long count = HISTORIES / 2;
    Seeds.of(count)
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(~seed * 11);
              History history = SmallTransactions.apart(type, 6 + random.nextInt(7), random);
              Optional<Map<?, ?>> once = levels(history, Division.USUAL);
              Optional<Map<?, ?>> parts = levels(history, Division.PARTS_FIRST);
              assertThat(parts.isPresent()).isEqualTo(once.isPresent());
              if (once.isEmpty()) {
                return;
              }
              for (ConsistencyModel level : ConsistencyModel.values()) {
                Object expected = once.get().get(level.levelName());
                Object said = parts.get().get(level.levelName());
                if (expected instanceof Boolean keeps && said instanceof Boolean) {
                  assertThat(said).as(() -> told(seed, level, history)).isEqualTo(keeps);
                  if (judged.contains(level)) {
                    shares.add(level, keeps);
                  }
                } else if (judged.contains(level)) {
                  undecided.increment();
                }
              }
            });
    System.out.printf("apart-%s: %d of %d undecided%n", type, undecided.sum(), count);
    shares.areBothFrequent("apart-" + type + ", longer", count);
  }

  private static String told(long seed, ConsistencyModel level, History history) {
    return "seed %d, %s: %s".formatted(seed, level, history.events());
  }
}
