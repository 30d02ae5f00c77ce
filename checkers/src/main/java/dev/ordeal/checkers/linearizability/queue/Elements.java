package dev.ordeal.checkers.linearizability.queue;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Ranks;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What went into a collection and what came out, one number for each element that was put in once.
 *
 * <p>Left out are insertions that failed, or crashed without anybody seeing their element: a
 * linearization without them is one still. Elements of crashed insertions that did come out stay;
 * such an insertion never ends. Removals that crashed are kept apart, because it is unknown what
 * they took, if anything.
 */
final class Elements {
  static final int NONE = -1;

  final Columns columns;
  final Ranks ranks;
  private final String insert;
  private final String remove;

  /** By element: its operations. */
  int[] insertion;

  int[] removal;
  int count;

  /** By element, as ranks: windows of the insertion and, where there is one, of the removal. */
  int[] insertStart;

  int[] insertEnd;
  int[] removeStart;
  int[] removeEnd;

  /** Removals that found nothing. */
  int[] empties;

  /** Starts of crashed removals, ascending, as ranks. */
  int[] crashedRemovals;

  private int[] crashedOperations;

  private Finding wrong;

  private Elements(Columns columns, Ranks ranks, String insert, String remove) {
    this.columns = columns;
    this.ranks = ranks;
    this.insert = insert;
    this.remove = remove;
  }

  /** Empty if an element was put in twice. */
  static Optional<Elements> of(Columns columns, int[] operations, String insert, String remove) {
    Elements elements = new Elements(columns, Ranks.of(columns, operations), insert, remove);
    return elements.gather(operations) ? Optional.of(elements) : Optional.empty();
  }

  /** Something that is wrong with a single element, whatever the collection's order. */
  Optional<Finding> wrong() {
    return Optional.ofNullable(wrong);
  }

  /** An element that two removals answered. */
  private record Twice(int element, int first, int second) {}

  private boolean gather(int[] operations) {
    ValueNumbers numbers = new ValueNumbers(columns.pool(), operations.length);
    int n = operations.length;
    insertion = filled(n + 1);
    removal = filled(n + 1);
    int[] failed = filled(n + 1);
    int emptyCount = 0;
    int crashedCount = 0;
    empties = new int[n];
    crashedRemovals = new int[n];
    crashedOperations = new int[n];
    Twice twice = null;
    byte[] roles = roles();
    for (int op : operations) {
      if (roles[columns.function(op)] == 0) {
        int element = numbers.ofCell(columns.argument(op));
        if (columns.isFail(op)) {
          failed[element] = op;
        } else if (insertion[element] == NONE) {
          insertion[element] = op;
        } else {
          return false;
        }
      } else if (roles[columns.function(op)] < 0) {
        throw new IllegalArgumentException(
            "operation %d: expected %s or %s, not %s"
                .formatted(
                    columns.operation(op).invocation().index(),
                    insert,
                    remove,
                    columns.functionName(columns.function(op))));
      } else if (!columns.isFail(op)) {
        if (!columns.isOk(op)) {
          crashedOperations[crashedCount] = op;
          crashedRemovals[crashedCount++] = ranks.start(op);
        } else if (columns.result(op) == CellPool.NIL) {
          empties[emptyCount++] = op;
        } else {
          int element = numbers.ofCell(columns.result(op));
          if (removal[element] != NONE && twice == null) {
            twice = new Twice(element, removal[element], op);
          }
          removal[element] = op;
        }
      }
    }
    empties = Arrays.copyOf(empties, emptyCount);
    crashedRemovals = Arrays.copyOf(crashedRemovals, crashedCount);
    if (twice != null) {
      wrong =
          insertion[twice.element] == NONE
              ? unexpected(twice.first, failed[twice.element])
              : duplicated(twice.first, twice.second);
    }
    keep(numbers.count(), failed);
    return true;
  }

  static int[] filled(int length) {
    int[] column = new int[length];
    Arrays.fill(column, NONE);
    return column;
  }

  /** By function: 0 for the insertion, 1 for the removal, -1 for neither. */
  private byte[] roles() {
    byte[] roles = new byte[columns.functionCount()];
    for (int f = 0; f < roles.length; f++) {
      String name = columns.functionName(f);
      roles[f] = (byte) (name.equals(insert) ? 0 : name.equals(remove) ? 1 : -1);
    }
    return roles;
  }

  /** Drops what does not count and looks up the windows of the rest. */
  private void keep(int values, int[] failed) {
    insertStart = new int[values];
    insertEnd = new int[values];
    removeStart = new int[values];
    removeEnd = new int[values];
    for (int e = 0; e < values; e++) {
      int in = insertion[e];
      int out = removal[e];
      if (in == NONE && out == NONE) {
        continue;
      }
      if (in == NONE) {
        wrong = wrong == null ? unexpected(out, failed[e]) : wrong;
        continue;
      }
      if (out == NONE && !columns.isOk(in)) {
        continue;
      }
      insertion[count] = in;
      removal[count] = out;
      insertStart[count] = ranks.start(in);
      insertEnd[count] = ranks.end(in);
      removeStart[count] = out == NONE ? ranks.never() : ranks.start(out);
      removeEnd[count] = out == NONE ? ranks.never() : ranks.end(out);
      if (removeEnd[count] < insertStart[count] && wrong == null) {
        wrong = tooEarly(count);
      }
      count++;
    }
  }

  /** The same elements, as if those that nobody saw leave had been taken by crashed removals. */
  int[] removeStartWith(int[] crashedStart) {
    int[] starts = Arrays.copyOf(removeStart, count);
    for (int e = 0; e < count; e++) {
      if (removal[e] == NONE && crashedStart[e] != NONE) {
        starts[e] = crashedStart[e];
      }
    }
    return starts;
  }

  /** Who took an element if those that nobody saw leave were taken so; NONE if it stays. */
  int removalWith(int[] crashedStart, int element) {
    return isRemoved(element) || crashedStart[element] == NONE
        ? removal[element]
        : crashedOperations[Arrays.binarySearch(crashedRemovals, crashedStart[element])];
  }

  boolean isRemoved(int element) {
    return removal[element] != NONE;
  }

  Operation in(int element) {
    return columns.operation(insertion[element]);
  }

  Operation out(int element) {
    return columns.operation(removal[element]);
  }

  Value value(int element) {
    return columns.pool().value(columns.argument(insertion[element]));
  }

  // Stories of single elements.

  private Finding duplicated(int first, int second) {
    Operation a = columns.operation(first);
    Operation b = columns.operation(second);
    String text = "%s and %s both answered %s, which was put in once.";
    return new Finding.Violated(
        "duplicated-element", capital(text.formatted(name(a), name(b), b.result())), List.of(a, b));
  }

  private Finding unexpected(int out, int failed) {
    Operation b = columns.operation(out);
    if (failed != NONE) {
      Operation a = columns.operation(failed);
      String text = "%s answered %s, but %s, which wanted to put it in, reported that it failed.";
      return new Finding.Violated(
          "unexpected-element",
          capital(text.formatted(name(b), b.result(), name(a))),
          List.of(a, b));
    }
    String text = "%s answered %s, which nobody had put in.";
    return new Finding.Violated(
        "unexpected-element", capital(text.formatted(name(b), b.result())), List.of(b));
  }

  private Finding tooEarly(int element) {
    String text = "%s answered %s and was over before %s was called, which put it in.";
    return new Finding.Violated(
        "future-read",
        capital(text.formatted(name(out(element)), value(element), name(in(element)))),
        List.of(out(element), in(element)));
  }

  /** A removal that found nothing although something was there all the time. */
  Finding falselyEmpty(int empty, List<Integer> there) {
    Operation op = columns.operation(empty);
    List<Operation> witness = new ArrayList<>();
    witness.add(op);
    StringBuilder names = new StringBuilder();
    for (int e : there) {
      witness.add(in(e));
      names.append(names.isEmpty() ? "" : ", ").append(value(e));
      if (isRemoved(e)) {
        witness.add(out(e));
      }
    }
    String text =
        there.size() == 1
            ? "%s found nothing, but %s had been put in before it began (%s was over) and %s."
                .formatted(
                    name(op),
                    names,
                    name(in(there.getFirst())),
                    isRemoved(there.getFirst())
                        ? "nobody began to take it out before it ended"
                        : "nobody is known to have taken it out")
            : ("%s found nothing, but at each instant from its call to its return one of %s was"
                    + " there: put in already, and nobody had begun to take it out.")
                .formatted(name(op), names);
    return new Finding.Violated("false-empty", capital(text), witness);
  }
}
