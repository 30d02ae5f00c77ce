package dev.ordeal.checkers.linearizability.set;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.List;

/** An element of a set that was found although it was never added, or only in vain. */
final class UnexpectedElement {
  private UnexpectedElement() {}

  /**
   * Tells of it.
   *
   * @param operations those of the set, all whose additions of this element failed
   */
  static Finding of(Columns columns, int[] operations, Operation finder, Value element) {
    List<Operation> witness = new ArrayList<>();
    for (int op : operations) {
      if (columns.functionName(columns.function(op)).equals("add")
          && columns.operation(op).argument().equals(element)) {
        witness.add(columns.operation(op));
      }
    }
    witness.add(finder);
    String text =
        witness.size() == 1
            ? "%s found %s, which nobody added."
            : "%s found %s, which only additions that failed would have added.";
    return new Finding.Violated(
        "unexpected-element", capital(text.formatted(name(finder), element)), witness);
  }
}
