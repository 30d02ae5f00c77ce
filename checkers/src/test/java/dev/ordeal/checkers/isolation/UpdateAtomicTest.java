package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.Concurrent;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.file.HistoryFile;
import dev.ordeal.results.verdict.CheckResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of two transactions that write the same object one must have seen the other. */
class UpdateAtomicTest {
  private static final long HISTORIES = Seeds.count(3_000);

  private static CheckResult check(History history, ConsistencyModel level) {
    return new IsolationChecker(level).check(history, Budget.of(Duration.ofSeconds(20)));
  }

  private static Map<?, ?> levels(History history) {
    return (Map<?, ?>) check(history, ConsistencyModel.UPDATE_ATOMIC).facts().get("levels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // The later writer missed the earlier one's write of the same key, or of another.
        "append x 1 | r x [], append x 2 | r x [1 2]",
        "append x 1, append y 1 | r y [], append x 2 | r x [1 2]",
        // Nobody read what the two wrote: neither order will do.
        "append x 1, append y 1, r z [] | append x 2, append z 1, r y []",
        // Three of which each missed the next one's other write.
        "append x 1, append a 1, r b [] | append x 2, append b 1, r c []"
            + " | append x 3, append c 1, r a []",
      })
  void blindOverwritesOfLists(String transactions) {
    History history = Concurrent.of(transactions.split(" \\| "));
    CheckResult result = check(history, ConsistencyModel.UPDATE_ATOMIC);
    assertThat(levels(history).get("read-atomic")).isEqualTo(true);
    assertThat(levels(history).get("update-atomic")).isEqualTo(false);
    assertThat(result.anomalies()).anyMatch(found -> found.name().equals("blind-overwrite"));
    assertThat(result.reason()).contains("had not seen the other");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Both can have been the first, and neither read a nil that the other wrote.
        "w x 1 | w x 2",
        "append x 1 | append x 2 | r x [1 2]",
        // The first may miss what the second wrote.
        "append x 1, append y 1 | append x 2, r y [1] | r x [1 2]",
        "append x 1, r y [] | append x 2, append y 1 | r x [1 2]",
        "w x 1, r y nil | w x 2, w y 1",
        // Sets: additions commute, so no two conflict.
        "add x 1, add y 1 | r y [], add x 2 | r x [1 2]",
        "add x 1, r y [] | r x [], add x 2, add y 1",
      })
  void isKept(String transactions) {
    Map<?, ?> levels = levels(Concurrent.of(transactions.split(" \\| ")));
    assertThat(levels.get("update-atomic")).isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        // Either order of the two writers of x contradicts a read of the initial value.
        "w x 1, w y 1, r z nil | w x 2, w z 1, r y nil;blind-overwrite",
        // Who reads 1 and then writes cannot have missed a third writer, nor that one it.
        "w x 1 | r x 1, w x 2 | r x 1, w x 3;lost-update",
      })
  void blindOverwritesOfRegisters(String transactions, String anomaly) {
    List<String> unique = new ArrayList<>(List.of(transactions.split(" \\| ")));
    CheckResult result = check(Concurrent.of(unique), ConsistencyModel.UPDATE_ATOMIC);
    assertThat(levels(Concurrent.of(unique)).get("read-atomic")).isEqualTo(true);
    assertThat(levels(Concurrent.of(unique)).get("update-atomic")).isEqualTo(false);
    assertThat(result.anomalies()).anyMatch(found -> found.name().equals(anomaly));
    unique.addAll(List.of("w q 1", "w q 1", "r q 1"));
    assertThat(levels(Concurrent.of(unique)).get("update-atomic")).isEqualTo(false);
  }

  @Test
  void theCaseIsInvalid() throws IOException {
    Path file = Path.of("src/test/resources/cases/update-atomic-blind-overwrite.jsonl");
    History history = HistoryFile.read(file).history();
    assertThat(levels(history).get("update-atomic")).isEqualTo(false);
    assertThat(check(history, ConsistencyModel.UPDATE_ATOMIC).reason())
        .contains("read x = [], without 1");
  }

  /** Most random histories that are read-atomic are more; those of blind writers are not. */
  @ParameterizedTest
  @ValueSource(strings = {"list-append", "rw-register", "rw-repeated"})
  void blindWritersAreDecidedAsTryingEverythingDoes(String type) {
    Seeds.assumeAskedFor("blind-" + type);
    LongAdder between = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = blind(type, new SplittableRandom(seed));
              Set<ConsistencyModel> expected = VisibilityOracle.kept(history, type);
              Map<?, ?> levels = levels(history);
              for (ConsistencyModel level : VisibilityOracle.LEVELS) {
                assertThat((Object) levels.get(level.levelName()))
                    .as(() -> "seed %d, %s: %s".formatted(seed, level, history.events()))
                    .isEqualTo(expected.contains(level));
              }
              boolean isBetween =
                  expected.contains(ConsistencyModel.READ_ATOMIC)
                      && (!expected.contains(ConsistencyModel.UPDATE_ATOMIC)
                          || !expected.contains(ConsistencyModel.PARALLEL_SNAPSHOT_ISOLATION));
              between.add(isBetween ? 1 : 0);
            });
    System.out.printf(
        "blind %s: %d histories, read-atomic and no more: %s%n", type, HISTORIES, between);
    assertThat(between.sum()).isGreaterThan(HISTORIES / 20);
  }

  /** Few transactions that write one of two keys and one of their own, and read others' keys. */
  private static History blind(String type, SplittableRandom random) {
    int n = 3 + random.nextInt(2);
    String write = type.equals("list-append") ? "append" : "w";
    List<String> transactions = new ArrayList<>();
    for (int t = 0; t < n; t++) {
      int value = type.equals("rw-repeated") ? 1 + random.nextInt(2) : t + 1;
      List<String> micro = new ArrayList<>();
      for (int read = random.nextInt(3); read > 0; read--) {
        int other = random.nextInt(n);
        if (other != t && micro.stream().noneMatch(m -> m.contains(" " + key(other) + " "))) {
          boolean isSeen = random.nextInt(3) == 0;
          String seen = type.equals("list-append") ? "[1]" : "1";
          String none = type.equals("list-append") ? "[]" : "nil";
          micro.add("r %s %s".formatted(key(other), isSeen ? seen : none));
        }
      }
      if (random.nextInt(5) > 0) {
        micro.add("%s x %d".formatted(write, value));
      }
      if (random.nextInt(5) == 0) {
        micro.add("%s y %d".formatted(write, value));
      }
      micro.add("%s %s 1".formatted(write, key(t)));
      transactions.add(String.join(", ", micro));
    }
    return Concurrent.of(transactions);
  }

  private static String key(int t) {
    return "k" + t;
  }
}
