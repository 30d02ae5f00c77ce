package dev.ordeal.checkers.linearizability.counter;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a counter that starts at 0, in O(n log n) where all additions are alike.
 *
 * <p>The counter then only goes one way. Each addition takes effect as late as possible: at its
 * return, or when a read returns that has counted more than took effect so far; of several that
 * could, the one that returns first. A read takes effect as soon as the counter stands at what it
 * answered. If the counter is beyond that when the read is called, or too few additions were called
 * when it returns, there is no linearization: the counter could not have been lower, or higher.
 *
 * <p>Where amounts differ the problem contains subset sum. Bounds decide most violations; what
 * passes them is left to the general search.
 */
public final class CounterMonitor implements Walk.Visitor {
  private static final int NONE = -1;

  private final Columns columns;
  private final Walk walk;
  private final long amount;
  private final boolean[] isRead;
  private final boolean[] done;
  private final int[] order;
  private final Earliest additions = new Earliest();

  /** Open reads by what they answered, as lists: the last one and, by read, the one before. */
  private final int[] nextWaiting;

  private final LongIntMap waiting = new LongIntMap(64);
  private int length;
  private long count;
  private int lastRead = NONE;
  private final List<Integer> sinceRead = new ArrayList<>();
  private Finding wrong;

  private CounterMonitor(Columns columns, Walk walk, long amount, boolean[] isRead) {
    this.columns = columns;
    this.walk = walk;
    this.amount = amount;
    this.isRead = isRead;
    this.done = new boolean[walk.size()];
    this.order = new int[walk.size()];
    this.nextWaiting = new int[walk.size()];
  }

  /**
   * Decides for one counter; empty where amounts differ and bounds are not enough.
   *
   * @param operations their numbers, ascending
   * @throws IllegalArgumentException if an operation is none of a counter's
   */
  public static Optional<Finding> decide(Columns columns, int[] operations) {
    Walk walk = Walk.of(columns, operations);
    boolean[] isRead = new boolean[walk.size()];
    long amount = 0;
    boolean alike = true;
    for (int i = 0; i < walk.size(); i++) {
      isRead[i] = isRead(columns, walk.operation(i));
      if (isRead[i]) {
        if (columns.isOk(walk.operation(i))) {
          number(columns, walk.operation(i), columns.result(walk.operation(i)));
        }
        continue;
      }
      long added = number(columns, walk.operation(i), columns.argument(walk.operation(i)));
      alike &= added != 0 && (amount == 0 || added == amount);
      amount = added;
    }
    if (!alike) {
      return new CounterBounds(columns, walk, isRead).check();
    }
    CounterMonitor counting = new CounterMonitor(columns, walk, amount == 0 ? 1 : amount, isRead);
    walk.go(columns, counting);
    return Optional.of(
        counting.wrong != null ? counting.wrong : new Finding.Linearizable(counting::order));
  }

  private static boolean isRead(Columns columns, int operation) {
    return switch (columns.functionName(columns.function(operation))) {
      case "read" -> true;
      case "add" -> false;
      default ->
          throw new IllegalArgumentException(
              "operation %d: a counter knows add and read, not %s"
                  .formatted(
                      columns.operation(operation).invocation().index(),
                      columns.functionName(columns.function(operation))));
    };
  }

  static long number(Columns columns, int operation, long cell) {
    if (!CellPool.isNumber(cell)) {
      throw new IllegalArgumentException(
          "operation %d: a counter deals in whole numbers, not %s"
              .formatted(
                  columns.operation(operation).invocation().index(), columns.pool().value(cell)));
    }
    return CellPool.number(cell);
  }

  private int[] order() {
    return Arrays.copyOf(order, length);
  }

  private long answer(int number) {
    return CellPool.number(columns.result(walk.operation(number)));
  }

  @Override
  public boolean called(int number) {
    int operation = walk.operation(number);
    if (!isRead[number]) {
      additions.add(columns.returnAt(operation), number);
      return true;
    }
    if (!columns.isOk(operation)) {
      return true;
    }
    long answer = answer(number);
    if (answer == count * amount) {
      finish(number);
    } else if (answer % amount != 0 || answer / amount < count) {
      wrong = tooLow(number);
      return false;
    } else {
      int before = waiting.get(answer / amount);
      nextWaiting[number] = before;
      waiting.put(answer / amount, number);
    }
    return true;
  }

  @Override
  public boolean returned(int number) {
    if (done[number]) {
      return true;
    }
    long target = isRead[number] ? answer(number) / amount : count + 1;
    if (target - count > additions.size()) {
      wrong = tooHigh(number);
      return false;
    }
    while (count < target) {
      int addition = additions.take();
      sinceRead.add(addition);
      finish(addition);
      count++;
      for (int read = waiting.get(count); read >= 0; read = nextWaiting[read]) {
        if (!done[read]) {
          finish(read);
        }
      }
    }
    if (isRead[number]) {
      lastRead = number;
      sinceRead.clear();
    }
    return true;
  }

  private void finish(int number) {
    done[number] = true;
    order[length++] = walk.operation(number);
  }

  private Operation op(int number) {
    return columns.operation(walk.operation(number));
  }

  private Finding tooLow(int number) {
    Operation read = op(number);
    if (answer(number) % amount != 0) {
      String text = "%s answered %s, which is no sum of additions of %d.";
      return new Finding.Violated(
          "impossible-number",
          capital(text.formatted(name(read), read.result(), amount)),
          List.of(read));
    }
    List<Operation> witness = new ArrayList<>();
    if (lastRead != NONE) {
      witness.add(op(lastRead));
    }
    sinceRead.stream().limit(5).forEach(i -> witness.add(op(i)));
    witness.add(read);
    witness.sort((a, b) -> Long.compare(a.invocation().index(), b.invocation().index()));
    String before =
        lastRead == NONE
            ? "%d additions were over".formatted(count)
            : sinceRead.isEmpty()
                ? "%s had answered %s".formatted(name(op(lastRead)), op(lastRead).result())
                : "%s had answered %s and %d more additions were over"
                    .formatted(name(op(lastRead)), op(lastRead).result(), sinceRead.size());
    String text = "%s answered %s, but before it was called %s: the counter stood at %d at least.";
    return new Finding.Violated(
        "stale-read",
        capital(text.formatted(name(read), read.result(), before, count * amount)),
        witness);
  }

  private Finding tooHigh(int number) {
    Operation read = op(number);
    String text =
        "%s answered %s, but when it returned no more additions had been called than the counter"
            + " needs to stand at %d.";
    return new Finding.Violated(
        "impossible-number",
        capital(text.formatted(name(read), read.result(), (count + additions.size()) * amount)),
        List.of(read));
  }
}
