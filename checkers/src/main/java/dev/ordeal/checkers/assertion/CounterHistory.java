package dev.ordeal.checkers.assertion;

/** A history of counters, from 0: {@code isLinearizable()}. */
public final class CounterHistory extends WrittenHistory<CounterHistory> {
  CounterHistory() {}

  @Override
  CounterHistory self() {
    return this;
  }

  /** Which counter the next calls concern; each is an object of its own. */
  public CounterHistory on(Object key) {
    object(key);
    return this;
  }

  /** An amount is added. */
  public CounterHistory add(long amount) {
    return call("add", amount, amount);
  }

  /** The sum is read. */
  public CounterHistory read(long sum) {
    return call("read", null, sum);
  }
}
