package dev.ordeal.checkers.linearizability.set;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Smallest;
import dev.ordeal.checkers.linearizability.order.Placing;
import dev.ordeal.checkers.linearizability.search.GeneralSearch;
import dev.ordeal.checkers.model.SetModel;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Linearizability of sets to which each element is added once and from which it is removed at most
 * once.
 *
 * <p>With add, remove and contains, elements are independent, and each takes O(its operations).
 * With add and reads of all elements, the reads must form a chain by inclusion, which tells the
 * order up to equals: O(sizes of all reads). {@link SetSearch} decides what is neither.
 */
public final class UniqueSets {
  // What takes effect in a gap, of one element, in this order.
  private static final int BEFORE = 0;
  private static final int ADDED = 1;
  private static final int PRESENT = 2;
  private static final int REMOVED = 3;
  private static final int AFTER = 4;

  private static final byte ADD = 1;
  private static final byte REMOVE = 2;
  private static final byte CONTAINS = 3;
  private static final byte READ = 4;

  private final Columns columns;
  private final Budget budget;
  private final byte[] roles;

  private UniqueSets(Columns columns, Budget budget) {
    this.columns = columns;
    this.budget = budget;
    this.roles = new byte[columns.functionCount()];
    for (int f = 0; f < roles.length; f++) {
      roles[f] =
          switch (columns.functionName(f)) {
            case "add" -> ADD;
            case "remove" -> REMOVE;
            case "contains" -> CONTAINS;
            case "read" -> READ;
            default -> 0;
          };
    }
  }

  /**
   * Decides for one set; empty where this algorithm cannot.
   *
   * @param operations their numbers, ascending
   * @param budget for the search in sets that are read as a whole
   */
  public static Optional<Finding> decide(Columns columns, int[] operations, Budget budget) {
    UniqueSets sets = new UniqueSets(columns, budget);
    boolean reads = false;
    boolean others = false;
    for (int op : operations) {
      byte role = sets.roles[columns.function(op)];
      if (role == 0) {
        throw new IllegalArgumentException(
            "operation %d: a set knows add, remove, contains and read, not %s"
                .formatted(
                    columns.operation(op).invocation().index(),
                    columns.functionName(columns.function(op))));
      }
      reads |= role == READ && columns.isOk(op);
      others |= (role == REMOVE || role == CONTAINS) && !columns.isFail(op);
    }
    if (!reads) {
      return sets.byElement(operations);
    }
    return others ? sets.bySearch(operations) : sets.byReads(operations);
  }

  // Elements by themselves.

  private Optional<Finding> byElement(int[] operations) {
    ValueNumbers numbers = new ValueNumbers(columns.pool(), operations.length);
    int[] elementOf = new int[operations.length];
    for (int i = 0; i < operations.length; i++) {
      elementOf[i] = numbers.ofCell(columns.argument(operations[i]));
    }
    int[] from = new int[numbers.count() + 1];
    for (int element : elementOf) {
      from[element + 1]++;
    }
    for (int e = 1; e < from.length; e++) {
      from[e] += from[e - 1];
    }
    int[] next = Arrays.copyOf(from, numbers.count());
    int[] sorted = new int[operations.length];
    for (int i = 0; i < operations.length; i++) {
      sorted[next[elementOf[i]]++] = operations[i];
    }
    Map<Integer, int[]> searched = new HashMap<>();
    for (int e = 0; e < numbers.count(); e++) {
      OneElement element = new OneElement(sorted, from[e], from[e + 1]);
      if (element.isSimple && element.isPossible()) {
        continue;
      }
      int[] part = Arrays.copyOfRange(sorted, from[e], from[e + 1]);
      if (element.isSimple) {
        return Optional.of(story(part));
      }
      List<Operation> all = Arrays.stream(part).mapToObj(columns::operation).toList();
      Finding found = GeneralSearch.search(new SetModel(), all, budget).among(part);
      if (!(found instanceof Finding.Linearizable linearizable)) {
        return Optional.of(found);
      }
      searched.put(e, linearizable.order().get());
    }
    return Optional.of(new Finding.Linearizable(() -> order(sorted, from, searched)));
  }

  /** The elements' own orders, put together by the gaps in which operations take effect. */
  private int[] order(int[] sorted, int[] from, Map<Integer, int[]> searched) {
    Placing placing = new Placing(sorted.length);
    for (int e = 0; e + 1 < from.length; e++) {
      if (!searched.containsKey(e)) {
        new OneElement(sorted, from[e], from[e + 1]).place(placing);
        continue;
      }
      int gap = 0;
      for (int op : searched.get(e)) {
        gap = Math.max(gap, columns.callAt(op));
        placing.add(op, gap, BEFORE);
      }
    }
    return placing.order();
  }

  /** What happened to one element: at most one addition, any number of removals. */
  private final class OneElement {
    private final int[] operations;
    private final int begin;
    private final int end;
    private int add = -1;
    private int adds;
    private int latestRemoveStart = -1;
    private int latestTrueStart = -1;
    private int earliestTrueEnd = Columns.NEVER;
    private int latestFalseStart = -1;
    final boolean isSimple;

    OneElement(int[] operations, int begin, int end) {
      this.operations = operations;
      this.begin = begin;
      this.end = end;
      for (int i = begin; i < end; i++) {
        look(operations[i]);
      }
      isSimple = adds <= 1;
    }

    private void look(int op) {
      if (columns.isFail(op)) {
        return;
      }
      switch (roles[columns.function(op)]) {
        case ADD -> {
          add = op;
          adds++;
        }
        case REMOVE -> {
          if (columns.isOk(op)) {
            latestRemoveStart = Math.max(latestRemoveStart, columns.callAt(op));
          }
        }
        default -> {
          if (columns.isOk(op)) {
            int start = columns.callAt(op);
            if (answered(op)) {
              latestTrueStart = Math.max(latestTrueStart, start);
              earliestTrueEnd = Math.min(earliestTrueEnd, columns.returnAt(op));
            } else {
              latestFalseStart = Math.max(latestFalseStart, start);
            }
          }
        }
      }
    }

    private boolean answered(int op) {
      if (columns.pool().value(columns.result(op)) instanceof Value.Bool bool) {
        return bool.value();
      }
      throw new IllegalArgumentException(
          "operation %d: contains must answer true or false"
              .formatted(columns.operation(op).invocation().index()));
    }

    /** Whether it was never there, as far as anybody can tell. */
    private boolean isNeverThere() {
      return add < 0 || (!columns.isOk(add) && latestTrueStart < 0);
    }

    /** The first instant before which it has been added. */
    private int addUntil() {
      return Math.min(columns.returnAt(add), earliestTrueEnd);
    }

    /** The last call that can, or has to, come before the addition if nothing removes it. */
    private int lastBefore() {
      return Math.max(columns.callAt(add), Math.max(latestFalseStart, latestRemoveStart));
    }

    /** The removal that can come first; -1 if there is none. */
    private int firstRemoval() {
      int first = -1;
      for (int i = begin; i < end; i++) {
        int op = operations[i];
        if (roles[columns.function(op)] == REMOVE
            && !columns.isFail(op)
            && removalFrom(op) < columns.returnAt(op)
            && (first < 0 || removalFrom(op) < removalFrom(first))) {
          first = op;
        }
      }
      return first;
    }

    /** From where on a removal can be the one that removes it. */
    private int removalFrom(int op) {
      return Math.max(columns.callAt(add), Math.max(columns.callAt(op), latestTrueStart));
    }

    boolean isPossible() {
      if (isNeverThere()) {
        return add >= 0 || latestTrueStart < 0;
      }
      int addUntil = addUntil();
      if (lastBefore() < addUntil) {
        // All removals came first and did nothing.
        return true;
      }
      if (columns.callAt(add) >= addUntil) {
        return false;
      }
      // Added as late and removed as early as can be. Whatever says that it was not there, or was
      // removed another time, must not lie in between.
      int removal = firstRemoval();
      int removed = removal < 0 ? Columns.NEVER : removalFrom(removal);
      if (removed < addUntil) {
        return true;
      }
      for (int i = begin; i < end; i++) {
        int op = operations[i];
        if (columns.isOk(op)
            && isAbsence(op)
            && columns.callAt(op) >= addUntil
            && columns.returnAt(op) <= removed) {
          return false;
        }
      }
      return removed != Columns.NEVER;
    }

    /** Places the operations of an element that {@link #isPossible}. */
    void place(Placing placing) {
      boolean never = isNeverThere();
      boolean stays = !never && lastBefore() < addUntil();
      int removal = never || stays ? -1 : firstRemoval();
      int removed = removal < 0 ? Columns.NEVER : removalFrom(removal);
      int added = never ? Columns.NEVER : stays ? lastBefore() : Math.min(addUntil() - 1, removed);
      for (int i = begin; i < end; i++) {
        int op = operations[i];
        int called = columns.callAt(op);
        if (op == add && !never) {
          placing.add(op, added, ADDED);
        } else if (op == removal) {
          placing.add(op, removed, REMOVED);
        } else if (columns.isOk(op) && !isAbsence(op)) {
          placing.add(op, Math.max(called, added), PRESENT);
        } else if (columns.isOk(op) && called <= added) {
          placing.add(op, called, BEFORE);
        } else if (columns.isOk(op)) {
          placing.add(op, Math.max(called, removed), AFTER);
        }
      }
    }

    /** Whether the element was not there, or not any more, when this took effect. */
    private boolean isAbsence(int op) {
      byte role = roles[columns.function(op)];
      return role == REMOVE || (role == CONTAINS && !answered(op));
    }
  }

  private Finding story(int[] part) {
    if (new OneElement(part, 0, part.length).add < 0) {
      return phantom(part);
    }
    int[] core =
        Smallest.thatStays(
            part,
            some -> {
              OneElement element = new OneElement(some, 0, some.length);
              return element.add >= 0 && !element.isPossible();
            });
    List<Operation> witness = Arrays.stream(core).sorted().mapToObj(columns::operation).toList();
    boolean lost =
        witness.stream()
            .anyMatch(
                op -> op.function().equals("contains") && op.result().equals(Value.of(false)));
    String names = String.join(", ", witness.stream().map(Operation::describe).toList());
    String text =
        "No order of what happened to the element %s explains these answers: %s. It was added"
            + " once.";
    return new Finding.Violated(
        lost ? "lost-element" : "resurrected-element",
        text.formatted(witness.getFirst().argument(), names),
        witness);
  }

  /** An element that was found although it was never added, or only by an addition that failed. */
  private Finding phantom(int[] part) {
    for (int op : part) {
      if (roles[columns.function(op)] == CONTAINS
          && columns.isOk(op)
          && columns.operation(op).result().equals(Value.of(true))) {
        Operation found = columns.operation(op);
        return UnexpectedElement.of(columns, part, found, found.argument());
      }
    }
    throw new IllegalStateException("an element that nobody found");
  }

  // Reads of everything.

  private Optional<Finding> byReads(int[] operations) {
    return new GrowOnlySet(columns, operations).decide();
  }

  // Everything together.

  private Optional<Finding> bySearch(int[] operations) {
    ValueNumbers numbers = new ValueNumbers(columns.pool(), operations.length);
    SetCalls calls = SetCalls.of(columns, operations, numbers);
    if (calls.contents.repeating() >= 0) {
      int read = calls.operations[calls.contents.repeating()];
      return Optional.of(RepeatedElement.of(columns.operation(read)));
    }
    boolean[] added = new boolean[calls.elementCount];
    for (int i = 0; i < calls.size(); i++) {
      if (calls.roles[i] == SetCalls.Role.ADD) {
        if (added[calls.elements[i]]) {
          return Optional.empty();
        }
        added[calls.elements[i]] = true;
      }
    }
    for (int i = 0; i < calls.size(); i++) {
      if (calls.roles[i] == SetCalls.Role.READ) {
        for (int at = calls.contents.from(i); at < calls.contents.until(i); at++) {
          if (!added[calls.contents.elements[at]]) {
            Operation read = columns.operation(calls.operations[i]);
            return Optional.of(
                UnexpectedElement.of(columns, operations, read, phantom(read, added, numbers)));
          }
        }
      }
    }
    int failing = SetSearch.failing(calls, budget);
    if (failing >= 0) {
      return Optional.of(new SetExplainer(columns, calls, failing, budget).tell());
    }
    // Keeping the order while deciding costs more than finding it again when somebody asks.
    return Optional.of(
        new Finding.Linearizable(
            () ->
                Arrays.stream(SetSearch.order(calls, budget))
                    .map(i -> calls.operations[i])
                    .toArray()));
  }

  /** What a read saw first that was not added. */
  private static Value phantom(Operation read, boolean[] added, ValueNumbers numbers) {
    return read.result().asList().stream()
        .filter(value -> numbers.known(value) < 0 || !added[numbers.known(value)])
        .findFirst()
        .orElseThrow();
  }
}
