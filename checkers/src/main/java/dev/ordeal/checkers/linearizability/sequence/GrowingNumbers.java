package dev.ordeal.checkers.linearizability.sequence;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Sorting;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of objects that answer a growing number each time: timestamps, log offsets,
 * fetch-and-add. The numbers are the order; it has to agree with real time. O(n log n).
 */
public final class GrowingNumbers {
  private final Columns columns;
  private final long[] values;
  private final int[] operations;

  private GrowingNumbers(Columns columns, long[] values, int[] operations) {
    this.columns = columns;
    this.values = values;
    this.operations = operations;
  }

  /** Timestamps and offsets: each number is greater than those before, with gaps or without. */
  public static Optional<Finding> timestamps(Columns columns, int[] operations) {
    GrowingNumbers numbers = answered(columns, operations, "timestamp", "send");
    return Optional.of(numbers.compare());
  }

  /**
   * Fetch-and-add: each answer is the sum of what was added before it.
   *
   * @return empty if amounts differ or are not positive, so that the answers do not tell the order
   */
  public static Optional<Finding> fetchAdd(Columns columns, int[] operations) {
    GrowingNumbers numbers = answered(columns, operations, "fetch-add");
    long amount = 0;
    int crashedCount = 0;
    int[] crashed = new int[operations.length];
    for (int op : operations) {
      if (columns.isFail(op)) {
        continue;
      }
      long cell = columns.argument(op);
      if (!CellPool.isNumber(cell)
          || CellPool.number(cell) <= 0
          || (amount != 0 && amount != CellPool.number(cell))) {
        return Optional.empty();
      }
      amount = CellPool.number(cell);
      if (!columns.isOk(op)) {
        crashed[crashedCount++] = op;
      }
    }
    Finding found = numbers.compare();
    return Optional.of(
        found instanceof Finding.Violated
            ? found
            : numbers.withoutHoles(amount, Arrays.copyOf(crashed, crashedCount)));
  }

  private static GrowingNumbers answered(Columns columns, int[] operations, String... functions) {
    boolean[] known = new boolean[columns.functionCount()];
    for (int f = 0; f < known.length; f++) {
      known[f] = List.of(functions).contains(columns.functionName(f));
    }
    long[] values = new long[operations.length];
    int[] answered = new int[operations.length];
    int count = 0;
    for (int op : operations) {
      if (!known[columns.function(op)]) {
        throw new IllegalArgumentException(
            "operation %d: expected %s, not %s"
                .formatted(
                    columns.operation(op).invocation().index(),
                    String.join(" or ", functions),
                    columns.functionName(columns.function(op))));
      }
      if (columns.isOk(op)) {
        long cell = columns.result(op);
        if (!CellPool.isNumber(cell)) {
          throw new IllegalArgumentException(
              "operation %d: %s must answer a whole number, not %s"
                  .formatted(
                      columns.operation(op).invocation().index(),
                      columns.functionName(columns.function(op)),
                      columns.pool().value(cell)));
        }
        values[count] = CellPool.number(cell);
        answered[count++] = op;
      }
    }
    long[] sortedValues = Arrays.copyOf(values, count);
    int[] sortedOperations = sortBy(sortedValues, Arrays.copyOf(answered, count));
    return new GrowingNumbers(columns, sortedValues, sortedOperations);
  }

  /** Sorts the values and returns what belonged to them in the same order. */
  private static int[] sortBy(long[] values, int[] belongings) {
    boolean ascending = true;
    for (int i = 1; i < values.length; i++) {
      ascending &= values[i - 1] <= values[i];
    }
    if (ascending) {
      return belongings;
    }
    long[] unsorted = values.clone();
    int[] order = Sorting.byValue(unsorted);
    int[] sorted = new int[values.length];
    for (int i = 0; i < order.length; i++) {
      values[i] = unsorted[order[i]];
      sorted[i] = belongings[order[i]];
    }
    return sorted;
  }

  private Finding compare() {
    int earliest = -1;
    for (int i = operations.length - 1; i >= 0; i--) {
      if (i > 0 && values[i - 1] == values[i]) {
        return twice(i - 1, i);
      }
      if (earliest >= 0 && columns.returnAt(operations[earliest]) < columns.callAt(operations[i])) {
        return backwards(earliest, i);
      }
      if (earliest < 0
          || columns.returnAt(operations[i]) < columns.returnAt(operations[earliest])) {
        earliest = i;
      }
    }
    return new Finding.Linearizable(() -> operations);
  }

  /** The crashed additions, earliest first, must fill the holes in front of answers in time. */
  private Finding withoutHoles(long amount, int[] crashed) {
    int n = operations.length;
    long[] earliestEnd = new long[n + 1];
    int[] earliest = new int[n + 1];
    earliestEnd[n] = Columns.NEVER;
    for (int i = n - 1; i >= 0; i--) {
      int end = columns.returnAt(operations[i]);
      boolean earlier = end < earliestEnd[i + 1];
      earliestEnd[i] = earlier ? end : earliestEnd[i + 1];
      earliest[i] = earlier ? i : earliest[i + 1];
    }
    int[] order = new int[n + crashed.length];
    long expected = 0;
    int used = 0;
    for (int i = 0; i < n; i++) {
      long value = values[i];
      if (value < expected || (value - expected) % amount != 0) {
        return impossible(i, amount);
      }
      for (; expected < value; expected += amount) {
        if (used == crashed.length || columns.callAt(crashed[used]) >= earliestEnd[i]) {
          return skipped(i, earliest[i], expected);
        }
        order[i + used] = crashed[used];
        used++;
      }
      order[i + used] = operations[i];
      expected += amount;
    }
    int length = n + used;
    return new Finding.Linearizable(() -> Arrays.copyOf(order, length));
  }

  private Operation op(int i) {
    return columns.operation(operations[i]);
  }

  private Finding twice(int a, int b) {
    String text = "%s and %s both answered %d.";
    return new Finding.Violated(
        "duplicate-number",
        capital(text.formatted(name(op(a)), name(op(b)), values[a])),
        List.of(op(a), op(b)));
  }

  private Finding backwards(int greater, int smaller) {
    String text = "%s answered %d although %s had answered %d before it was called.";
    return new Finding.Violated(
        "number-went-back",
        capital(
            text.formatted(name(op(smaller)), values[smaller], name(op(greater)), values[greater])),
        List.of(op(greater), op(smaller)));
  }

  private Finding impossible(int i, long amount) {
    String text = "%s answered %d, which is no sum of additions of %d.";
    return new Finding.Violated(
        "impossible-number",
        capital(text.formatted(name(op(i)), values[i], amount)),
        List.of(op(i)));
  }

  private Finding skipped(int i, int first, long missing) {
    String text =
        "%s answered %d, so somebody must have been answered %d before; nobody was, and no addition"
            + " that crashed is left that was called before %s returned.";
    return new Finding.Violated(
        "skipped-number",
        capital(text.formatted(name(op(i)), values[i], missing, name(op(first)))),
        i == first ? List.of(op(i)) : List.of(op(first), op(i)));
  }
}
