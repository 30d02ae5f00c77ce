package dev.ordeal.workloads.generator;

import java.util.ArrayList;
import java.util.List;

/**
 * A position in a stream of random numbers, as an immutable value.
 *
 * <p>Generators are pure, so their randomness must be, too: {@link #value} is always the same for
 * the same seed, and {@link #next} is the position after it. {@link #split} gives independent
 * streams by purpose, so that adding a use of one does not disturb the others.
 *
 * <p>The stream is SplitMix64 (Steele, Lea and Flood, <em>Fast splittable pseudorandom number
 * generators</em>, 2014).
 */
public record Seed(long state) {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  /** The random number at this position. */
  public long value() {
    return mix(state);
  }

  public Seed next() {
    return new Seed(state + GOLDEN);
  }

  /** The beginning of an independent stream for a purpose. */
  public Seed split(String purpose) {
    long hash = state;
    for (int i = 0; i < purpose.length(); i++) {
      hash = mix(hash * 31 + purpose.charAt(i) + GOLDEN);
    }
    return new Seed(hash);
  }

  /** The beginning of an independent stream for a number. */
  public Seed split(long number) {
    return new Seed(mix(mix(state + GOLDEN) ^ mix(number * GOLDEN + 1)));
  }

  /** A whole number from 0 to bound - 1. */
  public int below(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, is " + bound);
    }
    return (int) Math.floorMod(value() >>> 1, (long) bound);
  }

  /** A number from 0 (included) to 1 (excluded). */
  public double fraction() {
    return (value() >>> 11) * 0x1.0p-53;
  }

  /** A number between two positive bounds whose logarithm is uniform. */
  public double logUniform(double low, double high) {
    return low * Math.pow(high / low, fraction());
  }

  /** The items in a random order. */
  public <T> List<T> shuffled(List<T> items) {
    List<T> result = new ArrayList<>(items);
    Seed seed = this;
    for (int i = result.size() - 1; i > 0; i--) {
      int j = seed.below(i + 1);
      seed = seed.next();
      T moved = result.get(i);
      result.set(i, result.get(j));
      result.set(j, moved);
    }
    return result;
  }

  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
