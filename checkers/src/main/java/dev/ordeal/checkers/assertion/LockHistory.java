package dev.ordeal.checkers.assertion;

/** A history of locks, free at first: {@code isLinearizable()}. */
public final class LockHistory extends WrittenHistory<LockHistory> {
  LockHistory() {}

  @Override
  LockHistory self() {
    return this;
  }

  /** Which lock the next calls concern; each is an object of its own. */
  public LockHistory on(Object key) {
    object(key);
    return this;
  }

  /** The lock is taken; {@link #begins} leaves a client waiting. */
  public LockHistory acquire() {
    return call("acquire", null, null);
  }

  /** The lock is given back. */
  public LockHistory release() {
    return call("release", null, null);
  }
}
