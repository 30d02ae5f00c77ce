package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Why a set with reads of all elements is not linearizable, with as few elements and looks at them
 * as will do.
 *
 * <p>A linearizable set stays so if all calls on an element are forgotten and the element is struck
 * from the reads, or if a read or contains is forgotten: so whatever is forgotten, a violation that
 * stays is one of the whole.
 */
final class SetStory {
  private final Columns columns;
  private final SetCalls calls;
  private final int failing;
  private final Budget budget;

  /** Of calls that nothing explains any more when a certain one returns. */
  SetStory(Columns columns, SetCalls calls, int failing, Budget budget) {
    this.columns = columns;
    this.calls = calls;
    this.failing = failing;
    this.budget = budget;
  }

  Finding tell() {
    // What was called after the search failed has no part in it.
    int end = calls.returnedAt[failing];
    int[] looks =
        IntStream.range(0, calls.size())
            .filter(i -> !calls.changes(i) && calls.calledAt[i] <= end)
            .toArray();
    IntStream itself =
        calls.roles[failing] == SetCalls.Role.READ
            ? Arrays.stream(calls.contents.toArray(failing))
            : IntStream.of(calls.elements[failing]);
    IntStream changed =
        IntStream.range(0, calls.size())
            .filter(i -> calls.changes(i) && calls.calledAt[i] <= end)
            .map(i -> calls.elements[i]);
    int[] elements = IntStream.concat(changed, itself).distinct().toArray();
    boolean[] allLooks = flags(calls.size(), looks);
    int[] few = Smallest.thatStays(elements, some -> isWrong(flagged(some), allLooks));
    boolean[] fewFlags = flagged(few);
    int[] core = Smallest.thatStays(looks, some -> isWrong(fewFlags, flags(calls.size(), some)));
    SetCalls culprits = calls.only(fewFlags, flags(calls.size(), core));
    // Nor has what was called after the last look was over.
    int over = Arrays.stream(core).map(i -> calls.returnedAt[i]).max().orElseThrow();
    culprits = culprits.calledUntil(over);
    List<Operation> witness =
        Arrays.stream(culprits.operations).sorted().mapToObj(columns::operation).toList();
    return new Finding.Violated(name(few, core), text(few, culprits), witness);
  }

  private boolean[] flagged(int[] elements) {
    return flags(calls.elementCount, elements);
  }

  private static boolean[] flags(int size, int[] members) {
    boolean[] flags = new boolean[size];
    for (int member : members) {
      flags[member] = true;
    }
    return flags;
  }

  private boolean isWrong(boolean[] elements, boolean[] looks) {
    return SetSearch.failing(calls.only(elements, looks), budget) >= 0;
  }

  private String name(int[] elements, int[] looks) {
    if (elements.length > 1) {
      return "incomparable-reads";
    }
    int last = looks[looks.length - 1];
    boolean sees =
        calls.roles[last] == SetCalls.Role.READ
            ? calls.sees(last, elements[0])
            : calls.roles[last] == SetCalls.Role.HAS;
    return sees ? "resurrected-element" : "lost-element";
  }

  private String text(int[] elements, SetCalls culprits) {
    List<String> names =
        Arrays.stream(elements)
            .mapToObj(
                element ->
                    IntStream.range(0, calls.size())
                        .filter(i -> calls.elements[i] == element)
                        .mapToObj(i -> columns.operation(calls.operations[i]).argument().toString())
                        .findFirst()
                        .orElseThrow())
            .toList();
    List<String> parts =
        IntStream.range(0, culprits.size())
            .mapToObj(
                i -> {
                  Operation op = columns.operation(culprits.operations[i]);
                  return culprits.roles[i] == SetCalls.Role.READ
                      ? Wording.name(op) + " saw " + seen(i, elements, names, culprits)
                      : op.describe();
                })
            .toList();
    return elements.length == 1
        ? ("No order of what happened to the element %s explains these answers: %s. It was added"
                + " once.")
            .formatted(names.getFirst(), String.join(", ", parts))
        : ("No order of what happened to the elements %s explains these answers: %s. Each was"
                + " added once.")
            .formatted(String.join(" and ", names), String.join(", ", parts));
  }

  private static String seen(int read, int[] elements, List<String> names, SetCalls culprits) {
    List<String> seen =
        IntStream.range(0, elements.length)
            .mapToObj(e -> (culprits.sees(read, elements[e]) ? "" : "no ") + names.get(e))
            .toList();
    return String.join(" and ", seen);
  }
}
