package dev.ordeal.checkers.linearizability.counter;

import dev.ordeal.results.history.Columns;
import java.util.Arrays;

/** One object's calls and returns in order; what failed is left out, what crashed never returns. */
final class Walk {
  private final int[] operations;
  private final long[] returns;

  private Walk(int[] operations, long[] returns) {
    this.operations = operations;
    this.returns = returns;
  }

  static Walk of(Columns columns, int[] operations) {
    int[] kept = Arrays.stream(operations).filter(op -> !columns.isFail(op)).toArray();
    long[] returns = new long[kept.length];
    int count = 0;
    for (int i = 0; i < kept.length; i++) {
      if (columns.isOk(kept[i])) {
        returns[count++] = ((long) columns.returnAt(kept[i]) << 32) | i;
      }
    }
    returns = Arrays.copyOf(returns, count);
    Arrays.sort(returns);
    return new Walk(kept, returns);
  }

  /** How many operations there are. */
  int size() {
    return operations.length;
  }

  /** The history's number of an operation of this walk. */
  int operation(int number) {
    return operations[number];
  }

  /** Called for each event with the operation's number in this walk; false stops. */
  interface Visitor {
    boolean called(int number);

    boolean returned(int number);
  }

  void go(Columns columns, Visitor visitor) {
    int next = 0;
    for (int call = 0; call < operations.length; call++) {
      int at = columns.callAt(operations[call]);
      while (next < returns.length && (int) (returns[next] >>> 32) < at) {
        if (!visitor.returned((int) returns[next++])) {
          return;
        }
      }
      if (!visitor.called(call)) {
        return;
      }
    }
    while (next < returns.length) {
      if (!visitor.returned((int) returns[next++])) {
        return;
      }
    }
  }
}
