package dev.ordeal.checkers.assertion;

/**
 * Histories that are written down in memory, to be judged by {@link HistoryAssert}.
 *
 * <pre>{@code
 * History history = Histories.register().by(0).write(1).by(1).read(null).history();
 * HistoryAssert.assertThat(history).isLinearizable();  // fails: the read missed the write
 * }</pre>
 *
 * <p>A program's own calls are recorded by {@link HistoryRecorder} instead.
 */
public final class Histories {
  private Histories() {}

  /** Registers: write, read, compare-and-set. */
  public static RegisterHistory register() {
    return new RegisterHistory();
  }

  /** Sets: add, remove, contains, read. */
  public static SetHistory set() {
    return new SetHistory();
  }

  /** Queues: enqueue, dequeue. */
  public static QueueHistory queue() {
    return new QueueHistory();
  }

  /** Counters: add, read. */
  public static CounterHistory counter() {
    return new CounterHistory();
  }

  /** Locks: acquire, release. */
  public static LockHistory lock() {
    return new LockHistory();
  }

  /** Transactions on lists or on registers. */
  public static TransactionHistory transactions() {
    return new TransactionHistory();
  }
}
