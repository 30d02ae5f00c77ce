package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.MemoryExceededException;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;

/**
 * Decides keys in turns, so that no key starves another: every undecided key gets a short turn
 * before any gets a longer one. A turn begins again where the key was not decided, and each round
 * of turns is four times as long as the last, so that what is done again costs a third at most (the
 * schedule of iterative deepening).
 *
 * <p>Once a key is known to be violated the history is invalid whatever the others are, and they
 * get as much time again as was spent until then. A key that runs out of memory is tried once more,
 * alone, after all others; what was decided of them stays, also if the model throws on a key, or is
 * a user's and never returns.
 */
final class KeyTurns {
  /** The first turn of a key. */
  record Turn(long nanos, long nanosEach) {
    /** Ten times what a near-linear decision takes for each operation. */
    static final Turn USUAL = new Turn(150_000_000, 10_000);

    long of(int operations) {
      return nanos + nanosEach * operations;
    }
  }

  private static final int GROWTH = 4;
  private static final long FACTOR_MAX = 1 << 20;

  /** The least that other keys get once a violation is known. */
  private static final long REST_NANOS = 300_000_000;

  private static final String OUT_OF_MEMORY =
      "memory was used up; give the JVM more (ORDEAL_JAVA_OPTS=-Xmx…)";

  private static final KeyResult.Answer NO_TURN_YET =
      new KeyResult.OutOfTime("the time for checking was used up; give more with --check-time");

  /** How one key is decided. */
  @FunctionalInterface
  interface Decision {
    /**
     * Decides the operations on a key.
     *
     * @throws BudgetExceededException if the turn ends first
     */
    Finding of(int[] operations, Budget turn);
  }

  private final Budget budget;
  private final Decision decision;
  private final long began = System.nanoTime();
  private final Budget.Cutoff end;

  /** The user's class that takes part, and may never return; empty for none. */
  private final String foreignClass;

  private final Turn first;

  KeyTurns(Budget budget, Decision decision) {
    this(budget, decision, "", Turn.USUAL);
  }

  /** The same with a class of a user, which may never return; empty for none. */
  KeyTurns(Budget budget, Decision decision, String foreignClass, Turn first) {
    this.first = first;
    this.budget = budget;
    this.decision = decision;
    this.foreignClass = foreignClass;
    this.end = new Budget.Cutoff(budget.cutoff().nanos());
    end.bringForward(budget.deadlineNanos());
  }

  /**
   * What is known of each key when all are decided or the budget is used up.
   *
   * @param parts the rows of each key's operations
   */
  List<KeyResult> decide(Map<Value, int[]> parts) {
    List<KeyResult> results =
        new ArrayList<>(
            parts.entrySet().stream()
                .map(part -> new KeyResult(part.getKey(), part.getValue(), NO_TURN_YET))
                .toList());
    if (results.size() == 1) {
      results.set(0, turn(results.getFirst(), budget));
      return results;
    }
    if (!foreignClass.isEmpty()) {
      decideApart(results);
      return results;
    }
    long factor = 1;
    while (results.stream().anyMatch(KeyResult::wantsTime)) {
      round(results, factor);
      if (whatIsLeft(0).isOutOfTime()) {
        return results;
      }
      factor = Math.min(factor * GROWTH, FACTOR_MAX);
    }
    // Those that ran out of memory beside others, one by one with all of it.
    results.replaceAll(
        result ->
            result.answer() instanceof KeyResult.OutOfMemory
                ? turn(result, whatIsLeft(budget.configurationsMax()))
                : result);
    return results;
  }

  /** Decides keys in threads of their own. */
  private void decideApart(List<KeyResult> results) {
    long[] factor = {1};
    ApartTurns turns =
        new ApartTurns(
            foreignClass,
            key -> {
              KeyResult result = results.get(key);
              boolean isLast = result.answer() instanceof KeyResult.OutOfMemory;
              Budget turn =
                  isLast ? whatIsLeft(budget.configurationsMax()) : turnOf(result, factor[0]);
              return () -> answer(result.operations(), turn);
            },
            () -> whatIsLeft(0).isOutOfTime());
    List<Integer> undecided = undecided(results);
    while (!undecided.isEmpty() && !whatIsLeft(0).isOutOfTime()) {
      turns
          .round(undecided, key -> turnNanos(results.get(key), factor[0]))
          .forEach((key, answer) -> results.set(key, results.get(key).with(answer)));
      factor[0] = Math.min(factor[0] * GROWTH, FACTOR_MAX);
      undecided = undecided(results);
    }
    for (int key = 0; key < results.size(); key++) {
      // Those that ran out of memory beside others, one by one with all of it.
      if (results.get(key).answer() instanceof KeyResult.OutOfMemory) {
        turns
            .round(List.of(key), last -> Long.MAX_VALUE / 4)
            .forEach((last, answer) -> results.set(last, results.get(last).with(answer)));
      }
    }
    turns.finish().forEach((key, answer) -> results.set(key, results.get(key).with(answer)));
  }

  private static List<Integer> undecided(List<KeyResult> results) {
    return IntStream.range(0, results.size())
        .filter(key -> results.get(key).wantsTime())
        .boxed()
        .toList();
  }

  private void round(List<KeyResult> results, long factor) {
    List<KeyResult> turns =
        results.parallelStream()
            .map(result -> result.wantsTime() ? turn(result, turnOf(result, factor)) : result)
            .toList();
    for (int i = 0; i < turns.size(); i++) {
      results.set(i, turns.get(i));
    }
  }

  private Budget turnOf(KeyResult result, long factor) {
    long nanos = turnNanos(result, factor);
    int sideBySide = Math.max(1, ForkJoinPool.commonPool().getParallelism() + 1);
    return whatIsLeft(budget.configurationsMax() / sideBySide).within(Duration.ofNanos(nanos));
  }

  private long turnNanos(KeyResult result, long factor) {
    return first.of(result.operations().length) * factor;
  }

  private Budget whatIsLeft(int configurationsMax) {
    return new Budget(end.nanos(), configurationsMax, end);
  }

  private KeyResult turn(KeyResult result, Budget turn) {
    return result.with(answer(result.operations(), turn));
  }

  private KeyResult.Answer answer(int[] operations, Budget turn) {
    try {
      turn.check();
      // An order is dropped: with all that it holds on to, of all keys, memory would run out.
      if (decision.of(operations, turn) instanceof Finding.Violation violation) {
        violationIsKnown();
        return new KeyResult.Violated(violation);
      }
      return new KeyResult.Linearizable();
    } catch (MemoryExceededException spent) {
      return new KeyResult.OutOfMemory(spent.getMessage());
    } catch (BudgetExceededException spent) {
      return new KeyResult.OutOfTime(spent.getMessage());
    } catch (OutOfMemoryError spent) {
      return new KeyResult.OutOfMemory(OUT_OF_MEMORY);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError broken) {
      // Of a user's model, most likely: the other keys are decided all the same.
      return new KeyResult.Failed(broken);
    }
  }

  private void violationIsKnown() {
    long now = System.nanoTime();
    end.bringForward(now + Math.max(REST_NANOS, (now - began) / 4));
  }
}
