package dev.ordeal.checkers.linearizability.set;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.order.Levels;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a set with add and reads of all elements, in O(n log n + sizes of all reads).
 *
 * <p>The reads must form a chain by inclusion. An element was added after the last read without it
 * and before the first with it, so everything has its level, and {@link Levels} compares that with
 * real time. Additions whose element nobody saw come last if they were acknowledged, and are left
 * out if they crashed.
 */
final class GrowOnlySet {
  private static final int UNSEEN = -1;

  private final Columns columns;
  private final int[] operations;
  private final ValueNumbers numbers;

  /** By element: the level of the first read that saw it. */
  private int[] levelOf;

  /** By place in the operations: the level of a read. */
  private final int[] readLevel;

  GrowOnlySet(Columns columns, int[] operations) {
    this.columns = columns;
    this.operations = operations;
    this.numbers = new ValueNumbers(columns.pool(), operations.length);
    this.readLevel = new int[operations.length];
  }

  private boolean isAdd(int op) {
    return columns.functionName(columns.function(op)).equals("add");
  }

  /** Whether an operation is a read that answered. */
  private boolean isRead(int op) {
    return !isAdd(op) && columns.isOk(op);
  }

  Optional<Finding> decide() {
    int adds = 0;
    for (int op : operations) {
      if (isAdd(op) && !columns.isFail(op)) {
        numbers.ofCell(columns.argument(op));
        adds++;
      }
    }
    int[] readOf = Arrays.stream(operations).filter(this::isRead).toArray();
    SetContents contents = SetContents.of(columns, readOf, i -> true, numbers);
    if (contents.repeating() >= 0) {
      return Optional.of(RepeatedElement.of(columns.operation(readOf[contents.repeating()])));
    }
    if (numbers.count() != adds) {
      return Optional.empty();
    }
    Finding wrong = chain(adds, readOf, contents);
    return Optional.of(wrong != null ? wrong : compare());
  }

  /** Orders the reads by inclusion and gives them and the elements their levels. */
  private Finding chain(int added, int[] readOf, SetContents contents) {
    long[] bySize = new long[readOf.length];
    for (int read = 0; read < readOf.length; read++) {
      for (int at = contents.from(read); at < contents.until(read); at++) {
        if (contents.elements[at] >= added) {
          return unexpected(readOf[read]);
        }
      }
      bySize[read] = ((long) contents.size(read) << 32) | read;
    }
    Arrays.sort(bySize);
    levelOf = new int[added];
    Arrays.fill(levelOf, UNSEEN);
    int[] levels = new int[readOf.length];
    int level = 0;
    int size = 0;
    for (int r = 0; r < bySize.length; r++) {
      int read = (int) bySize[r];
      int known = 0;
      for (int at = contents.from(read); at < contents.until(read); at++) {
        known += levelOf[contents.elements[at]] == UNSEEN ? 0 : 1;
      }
      if (known != size) {
        return incomparable(readOf, (int) bySize[r - 1], read, contents);
      }
      if (contents.size(read) > size) {
        level++;
        size = contents.size(read);
        for (int at = contents.from(read); at < contents.until(read); at++) {
          int element = contents.elements[at];
          levelOf[element] = levelOf[element] == UNSEEN ? level : levelOf[element];
        }
      }
      levels[read] = level;
    }
    int read = 0;
    for (int i = 0; i < operations.length; i++) {
      readLevel[i] = isRead(operations[i]) ? levels[read++] : 0;
    }
    return null;
  }

  private Finding compare() {
    Levels order = new Levels(operations.length);
    for (int i = 0; i < operations.length; i++) {
      int op = operations[i];
      if (columns.isFail(op)) {
        continue;
      }
      if (isAdd(op)) {
        int level = levelOf[numbers.ofCell(columns.argument(op))];
        if (level != UNSEEN) {
          order.add(i, columns.callAt(op), columns.returnAt(op), 2 * level - 1);
        } else if (columns.isOk(op)) {
          order.add(i, columns.callAt(op), columns.returnAt(op), Integer.MAX_VALUE);
        }
      } else if (isRead(op)) {
        order.add(i, columns.callAt(op), columns.returnAt(op), 2 * readLevel[i]);
      }
    }
    int[] wrong = order.contradiction();
    if (wrong != null) {
      return story(wrong[0], wrong[1]);
    }
    return new Finding.Linearizable(
        () -> Arrays.stream(order.order()).map(i -> operations[i]).toArray());
  }

  // Stories. "Over first" ended before "called later" was called, and belongs behind it.

  private Finding story(int overFirst, int calledLater) {
    Operation first = columns.operation(operations[overFirst]);
    Operation later = columns.operation(operations[calledLater]);
    boolean firstAdds = isAdd(operations[overFirst]);
    boolean laterAdds = isAdd(operations[calledLater]);
    if (firstAdds && !laterAdds) {
      return missing(overFirst, first, later);
    }
    if (!firstAdds && !laterAdds) {
      String text = "%s was called after %s was over and lacks %s, which the latter saw.";
      Value lacked =
          first.result().asList().stream()
              .filter(value -> !later.result().asList().contains(value))
              .findFirst()
              .orElseThrow();
      return new Finding.Violated(
          "stale-read",
          capital(text.formatted(name(later), name(first), lacked)),
          List.of(first, later));
    }
    if (!firstAdds) {
      String text = "%s saw %s and was over before %s was called, which added it.";
      return new Finding.Violated(
          "future-read",
          capital(text.formatted(name(first), later.argument(), name(later))),
          List.of(first, later));
    }
    Operation between = between(overFirst, calledLater);
    String text = "%s saw %s but not %s, although %s was over before %s was called.";
    return new Finding.Violated(
        "out-of-order",
        capital(
            text.formatted(
                name(between), later.argument(), first.argument(), name(first), name(later))),
        List.of(first, later, between));
  }

  /**
   * An element that a later read lacks. It is called lost only if several reads had the chance to
   * show it and none did: one alone may have been answered by a node that was behind.
   */
  private Finding missing(int add, Operation first, Operation later) {
    boolean seen = levelOf[numbers.ofCell(columns.argument(operations[add]))] != UNSEEN;
    long chances =
        Arrays.stream(operations)
            .filter(op -> isRead(op) && columns.callAt(op) > columns.returnAt(operations[add]))
            .count();
    String others =
        seen
            ? "."
            : chances > 1
                ? ", and so do all %d reads called after it.".formatted(chances)
                : "; no read showed it.";
    String text = "%s was called after %s was over, which added %s, and lacks it%s";
    return new Finding.Violated(
        seen || chances == 1 ? "stale-read" : "lost-element",
        capital(text.formatted(name(later), name(first), first.argument(), others)),
        List.of(first, later));
  }

  /** A read that saw the later element and not the first. */
  private Operation between(int overFirst, int calledLater) {
    int low = levelOf[numbers.ofCell(columns.argument(operations[calledLater]))];
    int high = levelOf[numbers.ofCell(columns.argument(operations[overFirst]))];
    for (int i = 0; i < operations.length; i++) {
      int op = operations[i];
      if (isRead(op) && readLevel[i] >= low && (high == UNSEEN || readLevel[i] < high)) {
        return columns.operation(op);
      }
    }
    throw new IllegalStateException("levels without a read between them");
  }

  /** A read saw what nobody added, as far as additions did not fail. */
  private Finding unexpected(int read) {
    Operation op = columns.operation(read);
    Value value =
        op.result().asList().stream().filter(v -> numbers.known(v) < 0).findFirst().orElseThrow();
    return UnexpectedElement.of(columns, operations, op, value);
  }

  private Finding incomparable(int[] readOf, int smaller, int larger, SetContents contents) {
    Operation a = columns.operation(readOf[smaller]);
    Operation b = columns.operation(readOf[larger]);
    String text = "%s saw %s but not %s, and %s saw %s but not %s: neither can have been first.";
    Value onlyA = beyond(a, larger, contents);
    Value onlyB = beyond(b, smaller, contents);
    return new Finding.Violated(
        "incomparable-reads",
        capital(text.formatted(name(a), onlyA, onlyB, name(b), onlyB, onlyA)),
        List.of(a, b));
  }

  /** An element of one read that another lacks. */
  private Value beyond(Operation read, int other, SetContents contents) {
    return read.result().asList().stream()
        .filter(value -> !contents.has(other, numbers.known(value)))
        .findFirst()
        .orElseThrow();
  }
}
