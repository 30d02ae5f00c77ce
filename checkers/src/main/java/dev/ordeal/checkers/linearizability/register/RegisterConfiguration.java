package dev.ordeal.checkers.linearizability.register;

/**
 * What is possible at one instant, in {@link RegisterWalk}.
 *
 * <p>Arrays are shared between configurations and never changed.
 */
final class RegisterConfiguration {
  /** The register's value, numbered. */
  final int value;

  /** Slots whose call took effect visibly. */
  final long[] done;

  /** Slots of writes that may stay invisible. */
  final long[] optional;

  /** By kind: how many crashed calls took effect. */
  final int[] used;

  /** The sum of the prices of the crashed calls that took effect. */
  final long cost;

  /** The first kind of which more calls took effect than had been made; -1 if there is none. */
  final int overdrawn;

  /** How it came about; null if not asked for. Without influence on what is possible. */
  final RegisterOrder.Path path;

  /** Whether a set has dropped it because another configuration makes it needless. */
  boolean dropped;

  RegisterConfiguration(
      int value,
      long[] done,
      long[] optional,
      int[] used,
      long cost,
      int overdrawn,
      RegisterOrder.Path path) {
    this.value = value;
    this.done = done;
    this.optional = optional;
    this.used = used;
    this.cost = cost;
    this.overdrawn = overdrawn;
    this.path = path;
  }

  /** The same crashed calls, but another value or other calls that took effect. */
  RegisterConfiguration with(
      int newValue, long[] newDone, long[] newOptional, RegisterOrder.Path newPath) {
    return new RegisterConfiguration(
        newValue, newDone, newOptional, used, cost, overdrawn, newPath);
  }

  /** Whether no kind was ever used more often than it had been called. */
  boolean isReal() {
    return overdrawn < 0;
  }
}
