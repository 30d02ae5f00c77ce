package dev.ordeal.checkers.observation;

import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Whether any call succeeded; and if none did, why most did not. */
final class Success {
  private Success() {}

  static Optional<String> missing(History history) {
    Columns columns = history.columns();
    if (columns.size() == 0) {
      return Optional.of("nothing was tested: the history has no operations");
    }
    for (int call = 0; call < columns.size(); call++) {
      if (columns.isOk(call)) {
        return Optional.empty();
      }
    }
    Map<String, Integer> counts = new HashMap<>();
    for (Operation operation : history.operations()) {
      String error = operation.completion().map(Event::error).orElse("");
      if (!error.isEmpty()) {
        counts.merge(error, 1, Integer::sum);
      }
    }
    return Optional.of(
        "nothing was tested: no call succeeded"
            + counts.entrySet().stream()
                .max(
                    Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(
                    most ->
                        ", most frequent error: %s (%d)".formatted(most.getKey(), most.getValue()))
                .orElse(""));
  }
}
