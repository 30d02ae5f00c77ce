package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.linearizability.KeyResult.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Turns of keys in threads of their own: a step of a user's model that never returns keeps its
 * thread, which is a daemon, but neither other keys nor the answer. To be used by one thread.
 */
final class ApartTurns {
  /** How long after its end a turn may return before others go on beside it. */
  private static final long GRACE_NANOS = 300_000_000;

  private static final long LOOK_NANOS = 10_000_000;

  private record Done(int key, Answer answer) {}

  private final String foreignClass;
  private final IntFunction<Supplier<Answer>> turns;
  private final BooleanSupplier isOver;
  private final long began = System.nanoTime();
  private final BlockingQueue<Done> done = new LinkedBlockingQueue<>();

  /** By key whose turn goes on: its thread, and until when others wait for it. */
  private final Map<Integer, Thread> threads = new HashMap<>();

  private final Map<Integer, Long> awaited = new HashMap<>();

  /**
   * Prepares turns.
   *
   * @param foreignClass the user's class that takes part
   * @param turns makes a key's next turn, on the caller's thread
   * @param isOver whether all time is used up
   */
  ApartTurns(String foreignClass, IntFunction<Supplier<Answer>> turns, BooleanSupplier isOver) {
    this.foreignClass = foreignClass;
    this.turns = turns;
    this.isOver = isOver;
  }

  /**
   * Gives some keys a turn; what is known of those that returned, also from earlier turns. Waits
   * for at least one while there is time.
   *
   * @param keys those that are not decided
   * @param nanos by key: how long its turn is
   */
  Map<Integer, Answer> round(List<Integer> keys, IntFunction<Long> nanos) {
    Deque<Integer> waiting = new ArrayDeque<>(keys);
    waiting.removeIf(threads::containsKey);
    Map<Integer, Answer> answers = new HashMap<>();
    int slots = Math.max(1, ForkJoinPool.commonPool().getParallelism() + 1);
    while (!isOver.getAsBoolean()
        && (!waiting.isEmpty() || !awaited.isEmpty() || answers.isEmpty())) {
      while (!waiting.isEmpty() && awaited.size() < slots) {
        int key = waiting.remove();
        awaited.put(key, System.nanoTime() + nanos.apply(key) + GRACE_NANOS);
        start(key);
      }
      take(LOOK_NANOS, answers);
      long now = System.nanoTime();
      awaited.values().removeIf(until -> now - until > 0);
    }
    return answers;
  }

  /** What is known in the end of the keys whose turns had not returned. */
  Map<Integer, Answer> finish() {
    Map<Integer, Answer> answers = new HashMap<>();
    long until = System.nanoTime() + GRACE_NANOS;
    while (!threads.isEmpty() && System.nanoTime() - until < 0) {
      take(LOOK_NANOS, answers);
    }
    threads.forEach(
        (key, thread) -> {
          answers.put(key, new KeyResult.NotReturned(told(thread)));
          thread.interrupt();
        });
    threads.clear();
    return answers;
  }

  private void start(int key) {
    Supplier<Answer> turn = turns.apply(key);
    threads.put(
        key,
        Thread.ofPlatform()
            .daemon()
            .name("judge-key-" + key)
            .start(() -> done.add(new Done(key, turn.get()))));
  }

  private void take(long nanos, Map<Integer, Answer> answers) {
    try {
      Done next = done.poll(nanos, TimeUnit.NANOSECONDS);
      List<Done> all = new ArrayList<>();
      if (next != null) {
        all.add(next);
        done.drainTo(all);
      }
      for (Done one : all) {
        answers.put(one.key(), one.answer());
        threads.remove(one.key());
        awaited.remove(one.key());
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while keys were decided", interrupted);
    }
  }

  private String told(Thread thread) {
    Optional<StackTraceElement> where =
        Stream.of(thread.getStackTrace())
            .filter(frame -> frame.getClassName().startsWith(foreignClass))
            .findFirst();
    return "%s has not returned %.0f s after the check began%s; mend it, or give more --check-time"
        .formatted(
            foreignClass,
            (System.nanoTime() - began) / 1e9,
            where
                .map(
                    f ->
                        " (in %s, %s:%d)"
                            .formatted(f.getMethodName(), f.getFileName(), f.getLineNumber()))
                .orElse(""));
  }
}
