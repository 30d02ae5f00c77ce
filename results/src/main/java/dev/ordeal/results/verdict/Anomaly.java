package dev.ordeal.results.verdict;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A violation that was found.
 *
 * @param name its name in the literature: {@code stale-read}, {@code lost-write}, …
 * @param key the object it concerns, {@link Value#NIL} where there is only one
 * @param explanation in words a person can check against the witness; of a cycle, what it means
 *     rather than its steps
 * @param witness the operations that show it, as few as the checker could make it, in order
 * @param cycle if it is that operations would have to come before themselves: the steps, from the
 *     first operation of the witness back to it; else empty
 */
public record Anomaly(
    String name, Value key, String explanation, List<Operation> witness, List<Precedence> cycle) {
  public Anomaly {
    witness = List.copyOf(witness);
    cycle = List.copyOf(cycle);
  }

  /** One that is no cycle. */
  public Anomaly(String name, Value key, String explanation, List<Operation> witness) {
    this(name, key, explanation, witness, List.of());
  }

  /** The whole explanation: the steps of the cycle, if it is one, and what they mean. */
  public String story() {
    return Stream.concat(cycle.stream().map(this::sentence), Stream.of(explanation))
        .collect(Collectors.joining(" "));
  }

  private String sentence(Precedence step) {
    return "%s, so %s came before %s."
        .formatted(
            step.because(), witness.get(step.from()).label(), witness.get(step.to()).label());
  }
}
