package dev.ordeal.checkers.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Keys in turns: what one costs the others, by decisions that take as long as they are told. */
class KeyTurnsTest {
  private static final Finding LINEARIZABLE = new Finding.Linearizable(() -> new int[0]);

  private static Map<Value, int[]> keys(int count) {
    Map<Value, int[]> parts = new LinkedHashMap<>();
    for (int key = 0; key < count; key++) {
      parts.put(Value.of(key), new int[] {key});
    }
    return parts;
  }

  private static Finding violated() {
    return new Finding.NotLinearizable(null, List.of(), List.<Operation>of());
  }

  /** Uses up its turn, however long it is. */
  private static Finding never(Budget turn) {
    while (!turn.isOutOfTime()) {
      Thread.onSpinWait();
    }
    throw new BudgetExceededException("time");
  }

  @Test
  void anEasyKeyIsDecidedBesideOnesThatNeverAre() {
    long began = System.nanoTime();
    List<KeyResult> results =
        new KeyTurns(
                Budget.of(Duration.ofMinutes(5)),
                (part, turn) -> part[0] == 9 ? violated() : never(turn))
            .decide(keys(10));
    assertThat(results.get(9).answer()).isInstanceOf(KeyResult.Violated.class);
    assertThat(results.stream().filter(KeyResult::isDecided)).hasSize(1);
    // Not the five minutes that were given: the history is invalid already.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
  }

  @Test
  void aKeyThatNeedsALongTurnGetsOne() {
    List<KeyResult> results =
        new KeyTurns(
                Budget.of(Duration.ofMinutes(5)),
                (part, turn) -> {
                  long enough = System.nanoTime() + 700_000_000L;
                  while (part[0] == 0 && System.nanoTime() < enough) {
                    turn.check();
                  }
                  return LINEARIZABLE;
                })
            .decide(keys(3));
    assertThat(results).allMatch(KeyResult::isDecided);
  }

  @Test
  void runningOutOfMemoryInOneKeyLeavesTheOthers() {
    AtomicInteger tries = new AtomicInteger();
    List<KeyResult> results =
        new KeyTurns(
                Budget.of(Duration.ofMinutes(5)),
                (part, turn) -> {
                  if (part[0] == 1) {
                    tries.incrementAndGet();
                    throw new OutOfMemoryError("planted");
                  }
                  return LINEARIZABLE;
                })
            .decide(keys(3));
    assertThat(results.stream().map(KeyResult::isDecided)).containsExactly(true, false, true);
    assertThat(results.get(1).undecided()).contains("memory");
    assertThat(tries.get()).isEqualTo(2);
  }

  @Test
  void whatIsLeftWhenTheTimeIsOverIsUndecided() {
    List<KeyResult> results =
        new KeyTurns(Budget.of(Duration.ofMillis(300)), (part, turn) -> never(turn))
            .decide(keys(4));
    assertThat(results).noneMatch(KeyResult::isDecided);
    assertThat(results).allSatisfy(r -> assertThat(r.undecided()).isNotEmpty());
  }

  @Test
  void aKeyOnWhichTheModelThrowsLeavesTheOthers() {
    List<KeyResult> results =
        new KeyTurns(
                Budget.of(Duration.ofMinutes(5)),
                (part, turn) -> {
                  if (part[0] == 0) {
                    throw new IllegalStateException("planted");
                  }
                  return violated();
                })
            .decide(keys(2));
    assertThat(results.get(0).undecided()).contains("IllegalStateException: planted");
    assertThat(results.get(1).answer()).isInstanceOf(KeyResult.Violated.class);
  }

  /** Spins until it is interrupted, as a step of a user's may for ever. */
  private static Finding spin() {
    while (!Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return LINEARIZABLE;
  }

  private static Finding violatedAfter(CountDownLatch others) {
    try {
      others.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
    return violated();
  }

  private static List<KeyResult> apart(int keys, Duration time, KeyTurns.Decision decision) {
    return new KeyTurns(
            Budget.of(time), decision, KeyTurnsTest.class.getName(), KeyTurns.Turn.USUAL)
        .decide(keys(keys));
  }

  @Test
  void keysInWhichAStepNeverReturnsLeaveTheOthers() {
    // A violation ends the time of the others, so it waits until those have begun.
    CountDownLatch spinning = new CountDownLatch(4);
    List<KeyResult> results =
        apart(
            8,
            Duration.ofSeconds(60),
            (part, turn) -> {
              if (part[0] < 4) {
                spinning.countDown();
                return spin();
              }
              return part[0] == 7 ? violatedAfter(spinning) : LINEARIZABLE;
            });
    assertThat(results.subList(0, 4))
        .allMatch(result -> result.answer() instanceof KeyResult.NotReturned)
        .allMatch(result -> result.undecided().contains("has not returned"))
        .allMatch(result -> result.undecided().contains("(in spin, KeyTurnsTest.java:"));
    assertThat(results.subList(4, 8)).allMatch(KeyResult::isDecided);
    assertThat(results.get(7).answer()).isInstanceOf(KeyResult.Violated.class);
  }

  @Test
  void aStepThatReturnsLateIsWaitedFor() {
    List<KeyResult> results =
        apart(
            3,
            Duration.ofSeconds(60),
            (part, turn) -> {
              long enough = System.nanoTime() + 1_500_000_000L;
              while (part[0] == 0 && System.nanoTime() - enough < 0) {
                Thread.onSpinWait();
              }
              return LINEARIZABLE;
            });
    assertThat(results).allMatch(KeyResult::isDecided);
  }

  @Test
  void ofTurnsApartAllIsSaidAsOtherwise() {
    List<KeyResult> results =
        apart(
            4,
            Duration.ofMillis(1_500),
            (part, turn) -> {
              return switch (part[0]) {
                case 0 -> throw new IllegalStateException("planted");
                case 1 -> throw new OutOfMemoryError("planted");
                case 2 -> never(turn);
                default -> LINEARIZABLE;
              };
            });
    assertThat(results.get(0).answer()).isInstanceOf(KeyResult.Failed.class);
    assertThat(results.get(1).isDecided()).isFalse();
    assertThat(results.get(2).answer()).isInstanceOf(KeyResult.OutOfTime.class);
    assertThat(results.get(3).isDecided()).isTrue();
  }
}
