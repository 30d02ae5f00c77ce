package dev.ordeal.checkers.linearizability;

import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What was asked of a set, with its elements numbered: one object's calls in the order of their
 * numbers.
 */
final class SetCalls {
  /** What a call asks. */
  enum Role {
    ADD,
    REMOVE,
    HAS,
    LACKS,
    READ
  }

  final Role[] roles;

  /** By call: its element, -1 for a read of all elements. */
  final int[] elements;

  /** By call: what a read of all elements saw, ascending; null for other calls. */
  final int[][] contents;

  final int[] calledAt;

  /** {@link Columns#NEVER} for a crashed one. */
  final int[] returnedAt;

  final int elementCount;

  /** By call: the operation's number in the history. */
  final int[] operations;

  private SetCalls(int[] operations, int elementCount) {
    int n = operations.length;
    this.operations = operations;
    this.elementCount = elementCount;
    this.roles = new Role[n];
    this.elements = new int[n];
    this.contents = new int[n][];
    this.calledAt = new int[n];
    this.returnedAt = new int[n];
  }

  /**
   * The calls that may have happened, without those that crashed and change nothing.
   *
   * @param numbers gives the elements their numbers
   */
  static SetCalls of(Columns columns, int[] operations, ValueNumbers numbers) {
    Role[] roles = new Role[columns.functionCount()];
    for (int f = 0; f < roles.length; f++) {
      roles[f] = role(columns.functionName(f));
    }
    int[] kept =
        Arrays.stream(operations)
            .filter(
                op ->
                    columns.isOk(op)
                        || (!columns.isFail(op) && changes(roles[columns.function(op)])))
            .toArray();
    int[][] contents = new int[kept.length][];
    int[] elements = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      boolean isRead = roles[columns.function(kept[i])] == Role.READ;
      contents[i] = isRead ? elements(columns, kept[i], numbers) : null;
      elements[i] = isRead ? -1 : numbers.ofCell(columns.argument(kept[i]));
    }
    SetCalls calls = new SetCalls(kept, numbers.count());
    for (int i = 0; i < kept.length; i++) {
      Role role = roles[columns.function(kept[i])];
      calls.contents[i] = contents[i];
      calls.elements[i] = elements[i];
      calls.calledAt[i] = columns.callAt(kept[i]);
      calls.returnedAt[i] = columns.returnAt(kept[i]);
      calls.roles[i] = role == Role.HAS && !answered(columns, kept[i]) ? Role.LACKS : role;
    }
    return calls;
  }

  /** What a function asks; of {@code contains}, the answer decides. */
  private static Role role(String function) {
    return switch (function) {
      case "add" -> Role.ADD;
      case "remove" -> Role.REMOVE;
      case "read" -> Role.READ;
      default -> Role.HAS;
    };
  }

  private static boolean answered(Columns columns, int op) {
    return columns.pool().value(columns.result(op)).equals(Value.of(true));
  }

  /**
   * Only some elements, as if there had never been others, and without some of the looks at them.
   */
  SetCalls only(boolean[] keepElement, boolean[] keepLook) {
    SetCalls fewer =
        where(
            i ->
                (changes(i) || keepLook[i]) && (roles[i] == Role.READ || keepElement[elements[i]]));
    for (int i = 0; i < fewer.size(); i++) {
      if (fewer.contents[i] != null) {
        fewer.contents[i] = Arrays.stream(fewer.contents[i]).filter(e -> keepElement[e]).toArray();
      }
    }
    return fewer;
  }

  SetCalls calledUntil(int instant) {
    return where(i -> calledAt[i] <= instant);
  }

  private SetCalls where(IntPredicate isKept) {
    int[] kept = IntStream.range(0, size()).filter(isKept).toArray();
    SetCalls fewer =
        new SetCalls(Arrays.stream(kept).map(i -> operations[i]).toArray(), elementCount);
    for (int i = 0; i < kept.length; i++) {
      fewer.roles[i] = roles[kept[i]];
      fewer.elements[i] = elements[kept[i]];
      fewer.calledAt[i] = calledAt[kept[i]];
      fewer.returnedAt[i] = returnedAt[kept[i]];
      fewer.contents[i] = contents[kept[i]];
    }
    return fewer;
  }

  int size() {
    return operations.length;
  }

  boolean isCrashed(int call) {
    return returnedAt[call] == Columns.NEVER;
  }

  boolean changes(int call) {
    return changes(roles[call]);
  }

  boolean sees(int read, int element) {
    return contains(contents[read], element);
  }

  /** Whether a number is among some ascending ones; most that are asked for are beyond the ends. */
  static boolean contains(int[] ascending, int number) {
    int last = ascending.length - 1;
    return last >= 0
        && ascending[0] <= number
        && number <= ascending[last]
        && Arrays.binarySearch(ascending, number) >= 0;
  }

  private static boolean changes(Role role) {
    return role == Role.ADD || role == Role.REMOVE;
  }

  /** The elements that a read of all saw, ascending, each once. */
  static int[] elements(Columns columns, int read, ValueNumbers numbers) {
    CellPool pool = columns.pool();
    long cell = columns.result(read);
    if (CellPool.isNumbers(cell)) {
      int[] elements = new int[pool.length(cell)];
      for (int i = 0; i < elements.length; i++) {
        elements[i] = numbers.ofNumber(pool.item(cell, i));
      }
      return distinct(elements);
    }
    return switch (pool.value(cell)) {
      case Value.Nil nil -> new int[0];
      case Value.Seq seq -> distinct(seq.items().stream().mapToInt(numbers::of).toArray());
      default ->
          throw new IllegalArgumentException(
              "operation %d: a set's read must answer its elements, not %s"
                  .formatted(columns.operation(read).invocation().index(), pool.value(cell)));
    };
  }

  /** Sorts them, and keeps each once. */
  private static int[] distinct(int[] elements) {
    Arrays.sort(elements);
    int kept = 0;
    for (int i = 0; i < elements.length; i++) {
      if (i == 0 || elements[i] != elements[i - 1]) {
        elements[kept++] = elements[i];
      }
    }
    return kept == elements.length ? elements : Arrays.copyOf(elements, kept);
  }
}
