package dev.ordeal.harness.cli.check;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.replay.Replay;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Count;
import dev.ordeal.results.verdict.VerdictJson;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes linearizations, each replayed by the verifier: a line for each key with the indices of the
 * invocations in the order in which they took effect.
 */
final class LinearizationFile {
  private LinearizationFile() {}

  /** Writes the file and says what is in it. */
  static String write(Path file, Model<?> model, History history, Budget budget)
      throws IOException {
    Map<Value, List<Operation>> orders =
        new LinearizabilityChecker(model).linearizations(history, budget);
    Map<Value, List<Operation>> byKey =
        model.isPerKey() ? history.operationsByKey() : Map.of(Value.NIL, history.operations());
    JsonMapper json = JsonMapper.builder().build();
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (Map.Entry<Value, List<Operation>> entry : orders.entrySet()) {
        Optional<String> problem =
            Replay.problem(model, byKey.get(entry.getKey()), entry.getValue());
        if (problem.isPresent()) {
          throw new IllegalStateException(
              "the verifier rejects the order of key %s: %s"
                  .formatted(entry.getKey(), problem.get()));
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("key", VerdictJson.plain(entry.getKey()));
        line.put("order", entry.getValue().stream().map(o -> o.invocation().index()).toList());
        out.write(json.writeValueAsString(line) + "\n");
      }
    }
    int missing = byKey.size() - orders.size();
    return "linearizations of %s in %s, each replayed by the verifier%s"
        .formatted(
            Count.of(orders.size(), "key"),
            file,
            missing == 0 ? "" : "; %d have none".formatted(missing));
  }
}
