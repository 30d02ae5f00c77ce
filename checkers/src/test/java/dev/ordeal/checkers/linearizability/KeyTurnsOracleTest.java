package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.model.KvModel;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Keys that are decided in many turns, the first of which are over at once, and in so little memory
 * that some are decided alone in the end, must get the answer that trying every order gives.
 */
class KeyTurnsOracleTest {
  private static final long HISTORIES = Seeds.count(10_000);
  private static final KeyTurns.Turn SHORT = new KeyTurns.Turn(100, 0);
  private static final int KEYS = 3;

  /** A call, and what it returns if it returns. */
  private record Said(String function, Value argument, Value result) {}

  private interface Calls {
    Said next(SplittableRandom random);
  }

  private static void compare(String type, Model<?> model, Calls calls) {
    Seeds.assumeAskedFor(type);
    LongAdder valid = new LongAdder();
    LongAdder invalid = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(~seed * 13);
              History history = random(random, calls);
              Map<Value, List<Operation>> keys =
                  history.operations().stream().collect(Collectors.groupingBy(Operation::key));
              List<Value> broken =
                  keys.entrySet().stream()
                      .filter(key -> !BruteForce.isLinearizable(model, key.getValue()))
                      .map(Map.Entry::getKey)
                      .sorted(Comparator.comparing(Value::toString))
                      .toList();
              long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
              int configurations = seed % 2 == 0 ? 1 + random.nextInt(6) : 1_000_000;
              CheckResult result =
                  new LinearizabilityChecker(model, SHORT)
                      .check(history, new Budget(end, configurations));
              List<Value> told =
                  result.anomalies().stream()
                      .map(anomaly -> anomaly.key())
                      .sorted(Comparator.comparing(Value::toString))
                      .toList();
              boolean isDecided = Integer.valueOf(0).equals(result.facts().get("keys-undecided"));
              assertThat(broken).as(() -> told(seed, result, history)).containsAll(told);
              if (isDecided) {
                assertThat(told).as(() -> told(seed, result, history)).isEqualTo(broken);
              }
              assertThat(configurations > 6 && !isDecided).isFalse();
              valid.add(result.verdict() == Verdict.VALID ? 1 : 0);
              invalid.add(result.verdict() == Verdict.INVALID ? 1 : 0);
            });
    System.out.printf(
        "%s: %d histories, valid: %s, invalid: %s%n", type, HISTORIES, valid, invalid);
    assertThat(valid.sum()).isGreaterThan(HISTORIES / 20);
    assertThat(invalid.sum()).isGreaterThan(HISTORIES / 20);
  }

  private static String told(long seed, CheckResult result, History history) {
    return "seed %d: %s%n%s".formatted(seed, result, history.events());
  }

  private static History random(SplittableRandom random, Calls calls) {
    int processes = 2 + random.nextInt(4);
    int left = 4 + random.nextInt(9);
    Said[] open = new Said[processes];
    Value[] keys = new Value[processes];
    boolean[] gone = new boolean[processes];
    List<Event> events = new ArrayList<>();
    for (int step = 0; step < 40 && (left > 0 || step < 30); step++) {
      int p = random.nextInt(processes);
      int at = events.size();
      if (gone[p]) {
        continue;
      }
      if (open[p] == null && left > 0) {
        left--;
        open[p] = calls.next(random);
        keys[p] = Value.of(random.nextInt(KEYS));
        events.add(Event.invoke(at, at, p, open[p].function(), keys[p], open[p].argument()));
      } else if (open[p] != null) {
        double end = random.nextDouble();
        Event.Type type =
            end < 0.85 ? Event.Type.OK : end < 0.95 ? Event.Type.INFO : Event.Type.FAIL;
        Value value = type == Event.Type.OK ? open[p].result() : open[p].argument();
        events.add(new Event(at, at, p, type, open[p].function(), keys[p], value, ""));
        gone[p] = type == Event.Type.INFO;
        open[p] = null;
      }
    }
    return History.of(events);
  }

  @Test
  void registers() {
    compare(
        "register",
        RegisterModel.EMPTY,
        random -> {
          Value one = Value.of(random.nextInt(2));
          Value other = Value.of(random.nextInt(2));
          return switch (random.nextInt(6)) {
            case 0 -> new Said("cas", Value.seq(one, other), Value.seq(one, other));
            case 1, 2, 3 -> new Said("write", one, one);
            default -> new Said("read", Value.NIL, one);
          };
        });
  }

  @Test
  void kv() {
    List<String> texts = List.of("", "a", "b", "ab", "ba");
    compare(
        "kv",
        new KvModel(),
        random -> {
          Value letter = Value.of(random.nextBoolean() ? "a" : "b");
          return switch (random.nextInt(5)) {
            case 0, 1 -> new Said("put", letter, letter);
            case 2, 3 -> new Said("append", letter, letter);
            default ->
                new Said("get", Value.NIL, Value.of(texts.get(random.nextInt(texts.size()))));
          };
        });
  }
}
