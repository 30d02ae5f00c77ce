package dev.ordeal.checkers.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.results.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares what the checker says of each level with the papers' definitions, on small random
 * histories, and the definitions among themselves where two define the same level.
 */
class DefinitionOracleTest {
  private static final long HISTORIES = Long.getLong("ordeal.oracle.histories", 1_000);
  private static final long FROM = Long.getLong("ordeal.oracle.from", 0);
  private static final int SHOWN_MAX = 3;

  /** Histories from which on the shares of a level say something. */
  private static final long MANY = 1_000;

  /** How many histories kept a level, broke it, and were left undecided. */
  private static final class Shares {
    private long kept;
    private long broken;
    private long undecided;

    private double percent(long part) {
      return part * 100.0 / (kept + broken);
    }
  }

  private final Map<ConsistencyModel, Shares> shares = new EnumMap<>(ConsistencyModel.class);
  private final Map<String, List<String>> wrong = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "rw-register", "rw-repeated"})
  void saysWhatTheDefinitionsSay(String type) {
    String only = System.getProperty("ordeal.oracle.type", "");
    Assumptions.assumeTrue(only.isEmpty() || only.equals("definition-" + type));
    for (long number = FROM; number < FROM + HISTORIES; number++) {
      compare(number, observation(type, number));
    }
    shares.forEach(
        (level, share) ->
            System.out.printf(
                "%s, %s: %.1f %% kept, %.1f %% broken, %.1f %% undecided%n",
                type,
                level.levelName(),
                share.percent(share.kept),
                share.percent(share.broken),
                share.percent(share.undecided)));
    counts.forEach((name, count) -> System.out.println(type + ": " + count + " times " + name));
    assertThat(wrong).isEmpty();
    if (HISTORIES >= MANY) {
      assertThat(shares.values())
          .allMatch(share -> share.percent(Math.min(share.kept, share.broken)) >= 5);
    }
  }

  private void compare(long number, Observation observation) {
    ConsistencyModel promised = promised(number);
    Answers answers;
    try {
      answers = Answers.of(promised, observation);
    } catch (ArrayIndexOutOfBoundsException | IllegalStateException broken) {
      note(broken.toString(), observation, smaller -> throwsAt(promised, smaller));
      return;
    }
    Map<ConsistencyModel, Boolean> said = new EnumMap<>(ConsistencyModel.class);
    for (Definitions.Way way : Definitions.WAYS) {
      Set<ConsistencyModel> kept = way.kept(observation);
      for (ConsistencyModel level : way.defined()) {
        boolean isKept = kept.contains(level);
        Boolean other = said.putIfAbsent(level, isKept);
        if (other != null && other != isKept) {
          note(
              way.name() + " defines another " + level.levelName(),
              observation,
              smaller ->
                  Definitions.WAYS.stream()
                          .filter(one -> one.defined().contains(level))
                          .map(one -> one.kept(smaller).contains(level))
                          .distinct()
                          .count()
                      > 1);
        }
        compare(promised, level, way, isKept, answers.of(level), observation);
      }
    }
  }

  private void compare(
      ConsistencyModel promised,
      ConsistencyModel level,
      Definitions.Way way,
      boolean isKept,
      Verdict verdict,
      Observation observation) {
    Shares share = shares.computeIfAbsent(level, l -> new Shares());
    share.kept += isKept ? 1 : 0;
    share.broken += isKept ? 0 : 1;
    share.undecided += verdict == Verdict.UNKNOWN ? 1 : 0;
    Verdict wrongVerdict = isKept ? Verdict.INVALID : Verdict.VALID;
    Predicate<Observation> isWrong =
        smaller ->
            way.kept(smaller).contains(level) == isKept
                && !throwsAt(promised, smaller)
                && Answers.of(promised, smaller).of(level) == wrongVerdict;
    if (verdict == wrongVerdict) {
      note(
          "%s is %s, but %s by %s"
              .formatted(level.levelName(), verdict, isKept ? "kept" : "broken", way.name()),
          observation,
          isWrong);
    }
  }

  private void note(String what, Observation observation, Predicate<Observation> isStill) {
    counts.merge(what, 1, Integer::sum);
    List<String> shown = wrong.computeIfAbsent(what, w -> new ArrayList<>());
    if (shown.size() < SHOWN_MAX) {
      shown.add(Smallest.of(observation, isStill).toString());
    }
  }

  private static boolean throwsAt(ConsistencyModel promised, Observation observation) {
    try {
      Answers.of(promised, observation);
      return false;
    } catch (ArrayIndexOutOfBoundsException | IllegalStateException broken) {
      return true;
    }
  }

  /** All levels in turns. */
  private static ConsistencyModel promised(long number) {
    List<ConsistencyModel> levels =
        Definitions.WAYS.stream().flatMap(way -> way.defined().stream()).distinct().toList();
    return levels.get((int) (number % levels.size()));
  }

  private static Observation observation(String type, long number) {
    SplittableRandom random = new SplittableRandom(number * 31 + type.hashCode());
    return switch (type) {
      case "list-append" -> WeakDatabase.make(Kind.LIST, false, random);
      case "set-add" -> WeakDatabase.make(Kind.SET, false, random);
      case "rw-register" -> WeakDatabase.make(Kind.REGISTER, false, random);
      default -> WeakDatabase.make(Kind.REGISTER, true, random);
    };
  }
}
