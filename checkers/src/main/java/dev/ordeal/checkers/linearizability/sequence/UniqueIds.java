package dev.ordeal.checkers.linearizability.sequence;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.ValueNumbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Identifiers: no two may be equal, whenever they were given. O(n). */
public final class UniqueIds {
  private UniqueIds() {}

  /**
   * Decides for one generator of ids; always present.
   *
   * @param operations their numbers, ascending
   */
  public static Optional<Finding> decide(Columns columns, int[] operations) {
    ValueNumbers numbers = new ValueNumbers(columns.pool(), operations.length);
    int[] first = new int[operations.length];
    for (int op : operations) {
      if (!columns.functionName(columns.function(op)).equals("generate")) {
        throw new IllegalArgumentException(
            "operation %d: a source of identifiers knows generate, not %s"
                .formatted(
                    columns.operation(op).invocation().index(),
                    columns.functionName(columns.function(op))));
      }
      if (columns.isOk(op)) {
        int before = numbers.count();
        int number = numbers.ofCell(columns.result(op));
        if (number < before) {
          return Optional.of(twice(columns.operation(first[number]), columns.operation(op)));
        }
        first[number] = op;
      }
    }
    return Optional.of(
        new Finding.Linearizable(() -> Arrays.stream(operations).filter(columns::isOk).toArray()));
  }

  private static Finding twice(Operation a, Operation b) {
    String text = "%s and %s both answered %s.";
    return new Finding.Violated(
        "duplicate-id", capital(text.formatted(name(a), name(b), a.result())), List.of(a, b));
  }
}
