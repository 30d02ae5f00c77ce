package dev.ordeal.checkers.linearizability.set;

import static dev.ordeal.checkers.linearizability.finding.Wording.capital;
import static dev.ordeal.checkers.linearizability.finding.Wording.name;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads of a set that show an element more than once: no set has it so. */
final class RepeatedElement {
  private RepeatedElement() {}

  /** The violation of a read with an element more than once. */
  static Finding of(Operation read) {
    Set<Value> seen = new HashSet<>();
    Value twice =
        read.result().asList().stream().filter(value -> !seen.add(value)).findFirst().orElseThrow();
    return new Finding.Violated(
        "duplicate-elements",
        capital("%s saw %s more than once, but a set has it once.".formatted(name(read), twice)),
        List.of(read));
  }
}
