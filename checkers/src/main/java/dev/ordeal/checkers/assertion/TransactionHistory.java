package dev.ordeal.checkers.assertion;

import java.util.Arrays;

/**
 * A history of transactions on lists or registers: {@code keeps} with an isolation level.
 *
 * <pre>{@code
 * Histories.transactions()
 *     .by(0).commits(append("x", 1))
 *     .by(1).commits(readList("x", 1), append("x", 2))
 *     .history();
 * }</pre>
 */
public final class TransactionHistory extends WrittenHistory<TransactionHistory> {
  TransactionHistory() {}

  @Override
  TransactionHistory self() {
    return this;
  }

  /** A transaction commits: its steps in order, {@link Step#append}, {@link Step#readList}, … */
  public TransactionHistory commits(Step... steps) {
    return call(
        "txn",
        Arrays.stream(steps).map(Step::asked).toList(),
        Arrays.stream(steps).map(Step::answered).toList());
  }
}
