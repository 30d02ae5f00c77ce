package dev.ordeal.checkers.linearizability.set;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
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

  /** What reads of all elements saw. */
  final SetContents contents;

  final int[] calledAt;

  /** {@link Columns#NEVER} for a crashed one. */
  final int[] returnedAt;

  final int elementCount;

  /** By call: the operation's number in the history. */
  final int[] operations;

  private SetCalls(int[] operations, int elementCount, SetContents contents) {
    int n = operations.length;
    this.operations = operations;
    this.elementCount = elementCount;
    this.contents = contents;
    this.roles = new Role[n];
    this.elements = new int[n];
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
    int[] elements = new int[kept.length];
    for (int i = 0; i < kept.length; i++) {
      boolean isRead = roles[columns.function(kept[i])] == Role.READ;
      elements[i] = isRead ? -1 : numbers.ofCell(columns.argument(kept[i]));
    }
    SetContents contents = SetContents.of(columns, kept, i -> elements[i] < 0, numbers);
    // One more for whatever was read that no other call speaks of.
    SetCalls calls = new SetCalls(kept, numbers.count() + 1, contents);
    for (int i = 0; i < kept.length; i++) {
      Role role = roles[columns.function(kept[i])];
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
    return where(
        i -> (changes(i) || keepLook[i]) && (roles[i] == Role.READ || keepElement[elements[i]]),
        element -> keepElement[element]);
  }

  SetCalls calledUntil(int instant) {
    return where(i -> calledAt[i] <= instant, element -> true);
  }

  private SetCalls where(IntPredicate keepCall, IntPredicate keepElement) {
    int[] kept = IntStream.range(0, size()).filter(keepCall).toArray();
    SetCalls fewer =
        new SetCalls(
            Arrays.stream(kept).map(i -> operations[i]).toArray(),
            elementCount,
            contents.only(kept, keepElement));
    for (int i = 0; i < kept.length; i++) {
      fewer.roles[i] = roles[kept[i]];
      fewer.elements[i] = elements[kept[i]];
      fewer.calledAt[i] = calledAt[kept[i]];
      fewer.returnedAt[i] = returnedAt[kept[i]];
    }
    return fewer;
  }

  int size() {
    return operations.length;
  }

  /** The calls by their number, their returns as its complement, in order of time. */
  int[] steps() {
    long[] events = new long[2 * size()];
    int count = 0;
    for (int i = 0; i < size(); i++) {
      events[count++] = (long) calledAt[i] << 32 | i;
      if (!isCrashed(i)) {
        events[count++] = (long) returnedAt[i] << 32 | (~i & 0xffffffffL);
      }
    }
    Arrays.parallelSort(events, 0, count);
    return Arrays.stream(events, 0, count).mapToInt(event -> (int) event).toArray();
  }

  boolean isCrashed(int call) {
    return returnedAt[call] == Columns.NEVER;
  }

  boolean changes(int call) {
    return changes(roles[call]);
  }

  boolean sees(int read, int element) {
    return contents.has(read, element);
  }

  private static boolean changes(Role role) {
    return role == Role.ADD || role == Role.REMOVE;
  }
}
