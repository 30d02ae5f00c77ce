package dev.ordeal.checkers.linearizability.set;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.linearizability.finding.Smallest;
import dev.ordeal.checkers.linearizability.finding.Wording;
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
final class SetExplainer {
  /** Among how many calls the reason is looked for first, and how many times more are next. */
  private static final int NEAR = 100;

  private static final int FURTHER = 10;

  private final Columns columns;
  private final SetCalls calls;
  private final int failing;
  private final Budget budget;

  /** Of calls that nothing explains any more when a certain one returns. */
  SetExplainer(Columns columns, SetCalls calls, int failing, Budget budget) {
    this.columns = columns;
    this.calls = calls;
    this.failing = failing;
    this.budget = budget;
  }

  /** Looks for the reason among the last calls before the search failed, and then further back. */
  Finding tell() {
    for (int width = NEAR; width < calls.size(); width *= FURTHER) {
      SetCalls near = near(width);
      int failingHere = SetSearch.failing(near, budget);
      if (failingHere >= 0) {
        return new SetExplainer(columns, near, failingHere, budget).smallest();
      }
    }
    return smallest();
  }

  /** The last calls, and all that changes the elements they are about. */
  private SetCalls near(int width) {
    int end = calls.returnedAt[failing];
    int behind = 0;
    while (behind < calls.size() && calls.calledAt[behind] <= end) {
      behind++;
    }
    boolean[] looks = new boolean[calls.size()];
    boolean[] elements = new boolean[calls.elementCount];
    for (int i = Math.max(0, behind - width); i < behind; i++) {
      looks[i] = !calls.changes(i);
      if (calls.elements[i] >= 0) {
        elements[calls.elements[i]] = true;
      }
    }
    looks[failing] |= !calls.changes(failing);
    itself().forEach(element -> elements[element] = true);
    return calls.only(elements, looks);
  }

  /** The elements that the call is about for which the search failed. */
  private IntStream itself() {
    return calls.roles[failing] == SetCalls.Role.READ
        ? Arrays.stream(calls.contents.toArray(failing))
        : IntStream.of(calls.elements[failing]);
  }

  private Finding smallest() {
    // What was called after the search failed has no part in it.
    int end = calls.returnedAt[failing];
    int[] looks =
        IntStream.range(0, calls.size())
            .filter(i -> !calls.changes(i) && calls.calledAt[i] <= end)
            .toArray();
    IntStream changed =
        IntStream.range(0, calls.size())
            .filter(i -> calls.changes(i) && calls.calledAt[i] <= end)
            .map(i -> calls.elements[i]);
    int[] elements = IntStream.concat(changed, itself()).distinct().toArray();
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
    return new Finding.Violated(name(few, core, culprits), text(few, culprits), witness);
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

  private String name(int[] elements, int[] looks, SetCalls culprits) {
    if (elements.length > 1) {
      return "incomparable-reads";
    }
    if (isOfTheFuture(culprits)) {
      return "future-read";
    }
    int last = looks[looks.length - 1];
    boolean sees =
        calls.roles[last] == SetCalls.Role.READ
            ? calls.sees(last, elements[0])
            : calls.roles[last] == SetCalls.Role.HAS;
    return sees ? "resurrected-element" : "lost-element";
  }

  /** Whether all there is is that somebody saw what nobody had called to add. */
  private static boolean isOfTheFuture(SetCalls culprits) {
    return culprits.size() == 1 && !culprits.changes(0);
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
    if (elements.length == 1 && isOfTheFuture(culprits)) {
      return "%s, which nobody had called to add before that was over."
          .formatted(Wording.capital(parts.getFirst()));
    }
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
