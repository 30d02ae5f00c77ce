package dev.ordeal.checkers;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Long work on all processors: loops over numbers from 0, cut into one slice for each processor,
 * and pairs of things to do.
 *
 * <p>Results come in the order of the slices, so they do not depend on how many there are if the
 * code that joins them sees to it.
 */
public final class ParallelRanges {
  /** What a slice has at least; tests ask for less, so that small histories are cut, too. */
  private static final int LEAST = Integer.getInteger("ordeal.slice.least", 1 << 14);

  private ParallelRanges() {}

  /** Works on the numbers from one up to, without, another. */
  public interface Body<T> {
    T of(int from, int to);
  }

  /** Works on a slice for its effects. */
  public interface Effect {
    void on(int from, int to);
  }

  /** Whether a slice is as it should be. */
  public interface Test {
    boolean holds(int from, int to);
  }

  /**
   * What each slice of the numbers below a number gives, in order; at least one.
   *
   * <p>What a body throws is thrown, of the first slice if several do.
   */
  public static <T> List<T> map(int below, Body<T> body) {
    return map(below, count(below), body);
  }

  private static <T> List<T> map(int below, int count, Body<T> body) {
    if (count == 1) {
      return List.of(body.of(0, below));
    }
    List<Supplier<T>> results =
        IntStream.range(0, count)
            .parallel()
            .mapToObj(i -> result(body, begin(below, i, count), begin(below, i + 1, count)))
            .toList();
    return results.stream().map(Supplier::get).toList();
  }

  /** A result, or the failure, which is to be that of the first slice and thrown where it began. */
  private static <T> Supplier<T> result(Body<T> body, int from, int to) {
    try {
      T result = body.of(from, to);
      return () -> result;
    } catch (RuntimeException failure) {
      return () -> {
        throw failure;
      };
    }
  }

  /** Works on each slice of the numbers below a number. */
  public static void each(int below, Effect effect) {
    map(
        below,
        (from, to) -> {
          effect.on(from, to);
          return true;
        });
  }

  /** Whether all slices of the numbers below a number are as they should be; looks at all. */
  public static boolean all(int below, Test test) {
    return map(below, test::holds).stream().allMatch(holds -> holds);
  }

  /**
   * Does two things that have nothing to do with each other: side by side if they are long.
   *
   * <p>What one throws is thrown when both are over, of the first if both do.
   */
  public static void both(int size, Runnable one, Runnable other) {
    if (count(size) == 1) {
      one.run();
      other.run();
    } else {
      map(
          2,
          2,
          (from, to) -> {
            (from == 0 ? one : other).run();
            return true;
          });
    }
  }

  /**
   * Lets every processor do the same, or only this one where there is little to do.
   *
   * <p>What it throws is thrown when all are done.
   */
  public static void everywhere(int size, Runnable work) {
    int count = count(size);
    map(
        count,
        count,
        (from, to) -> {
          work.run();
          return true;
        });
  }

  /** Into how many slices the numbers below a number are cut. */
  public static int count(int below) {
    return Math.clamp(below / LEAST, 1, Runtime.getRuntime().availableProcessors());
  }

  private static int begin(int below, int slice, int count) {
    return (int) ((long) below * slice / count);
  }
}
