package dev.ordeal.checkers.linearizability.sequence;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Levels;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a list to which each element is appended once, in O(n log n + sizes of reads).
 *
 * <p>Reads must be prefixes of the longest one, which tells the order of what anybody saw: each
 * read stands between two appends, and {@link Levels} compares that with real time. Appends that
 * nobody saw come last if they were acknowledged, and are left out if they crashed.
 */
public final class UniqueAppends {
  private final Columns columns;
  private final int[] operations;
  private final ValueNumbers numbers;

  private UniqueAppends(Columns columns, int[] operations) {
    this.columns = columns;
    this.operations = operations;
    this.numbers = new ValueNumbers(columns.pool(), operations.length);
  }

  /**
   * Decides for one list; empty where this algorithm cannot.
   *
   * @param operations their numbers, ascending
   */
  public static Optional<Finding> decide(Columns columns, int[] operations) {
    return new UniqueAppends(columns, operations).decide();
  }

  private boolean isAppend(int op) {
    return switch (columns.functionName(columns.function(op))) {
      case "append" -> true;
      case "read" -> false;
      default ->
          throw new IllegalArgumentException(
              "operation %d: a list knows append and read, not %s"
                  .formatted(
                      columns.operation(op).invocation().index(),
                      columns.functionName(columns.function(op))));
    };
  }

  private int[] items(int read) {
    CellPool pool = columns.pool();
    long cell = columns.result(read);
    if (CellPool.isNumbers(cell)) {
      int[] items = new int[pool.length(cell)];
      for (int i = 0; i < items.length; i++) {
        items[i] = numbers.ofNumber(pool.item(cell, i));
      }
      return items;
    }
    return switch (pool.value(cell)) {
      case Value.Nil nil -> new int[0];
      case Value.Seq seq -> seq.items().stream().mapToInt(numbers::of).toArray();
      default ->
          throw new IllegalArgumentException(
              "operation %d: a list's read must answer its elements, not %s"
                  .formatted(columns.operation(read).invocation().index(), pool.value(cell)));
    };
  }

  private Optional<Finding> decide() {
    int appends = 0;
    int longest = -1;
    int[] longestItems = new int[0];
    for (int op : operations) {
      if (isAppend(op) && !columns.isFail(op)) {
        numbers.ofCell(columns.argument(op));
        if (numbers.count() != ++appends) {
          return Optional.empty();
        }
      }
    }
    for (int op : operations) {
      if (!isAppend(op) && columns.isOk(op)) {
        int[] items = items(op);
        if (items.length > longestItems.length) {
          longest = op;
          longestItems = items;
        }
      }
    }
    int[] place = new int[numbers.count()];
    for (int i = 0; i < longestItems.length; i++) {
      int item = longestItems[i];
      if (item >= appends) {
        return Optional.of(unexpected(longest, i));
      }
      if (place[item] != 0) {
        return Optional.of(duplicated(longest, i));
      }
      place[item] = i + 1;
    }
    Levels order = new Levels(operations.length);
    for (int op : operations) {
      if (columns.isFail(op) || (!columns.isOk(op) && !isAppend(op))) {
        continue;
      }
      int level;
      if (isAppend(op)) {
        int at = place[numbers.ofCell(columns.argument(op))];
        if (at == 0 && !columns.isOk(op)) {
          continue;
        }
        level = at == 0 ? Integer.MAX_VALUE : 2 * at;
      } else {
        int[] items = items(op);
        int same = Arrays.mismatch(items, longestItems);
        if (same >= 0 && same < items.length) {
          return Optional.of(diverging(op, longest, same));
        }
        level = 2 * items.length + 1;
      }
      order.add(op, columns.callAt(op), columns.returnAt(op), level);
    }
    int[] wrong = order.contradiction();
    return Optional.of(
        wrong != null
            ? story(wrong[0], wrong[1], longest)
            : new Finding.Linearizable(order::order));
  }

  private Value item(int read, int index) {
    return columns.operation(read).result().asList().get(index);
  }

  private Finding unexpected(int read, int index) {
    Operation op = columns.operation(read);
    String text = "%s saw %s, which nobody appended, or only an append that failed.";
    return new Finding.Violated(
        "unexpected-element", capital(text.formatted(name(op), item(read, index))), List.of(op));
  }

  private Finding duplicated(int read, int index) {
    Operation op = columns.operation(read);
    String text = "%s saw %s twice, which was appended once.";
    return new Finding.Violated(
        "duplicated-element", capital(text.formatted(name(op), item(read, index))), List.of(op));
  }

  private Finding diverging(int read, int longest, int index) {
    Operation a = columns.operation(read);
    Operation b = columns.operation(longest);
    String text = "%s saw %s at place %d where %s saw %s: a list that only grows cannot change.";
    return new Finding.Violated(
        "incompatible-order",
        capital(text.formatted(name(a), item(read, index), index, name(b), item(longest, index))),
        List.of(a, b));
  }

  private Finding story(int overFirst, int calledLater, int longest) {
    Operation first = columns.operation(overFirst);
    Operation later = columns.operation(calledLater);
    boolean firstAppends = isAppend(overFirst);
    boolean laterAppends = isAppend(calledLater);
    if (!laterAppends) {
      String text =
          firstAppends
              ? "%s was called after %s was over, which appended %s, and lacks it."
              : "%s was called after %s was over, which saw %s elements, and saw only %d.";
      return new Finding.Violated(
          "stale-read",
          capital(
              text.formatted(
                  name(later),
                  name(first),
                  firstAppends ? first.argument() : first.result().asList().size(),
                  later.result().asList().size())),
          List.of(first, later));
    }
    if (!firstAppends) {
      String text = "%s saw %s and was over before %s was called, which appended it.";
      return new Finding.Violated(
          "future-read",
          capital(text.formatted(name(first), later.argument(), name(later))),
          List.of(first, later));
    }
    Operation read = columns.operation(longest);
    String text =
        "%s shows %s before %s, or without it, although %s was over before %s was called.";
    return new Finding.Violated(
        "out-of-order",
        capital(
            text.formatted(
                name(read), later.argument(), first.argument(), name(first), name(later))),
        List.of(first, later, read));
  }
}
