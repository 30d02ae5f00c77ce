package dev.ordeal.results.verdict;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A violation that was found.
 *
 * @param name its name in the literature: {@code stale-read}, {@code lost-write}, …
 * @param key the object it concerns, {@link Value#NIL} where there is only one
 * @param explanation that a person can check against the witness; of a cycle, what it means rather
 *     than its steps
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

  /** The {@link #story}, and the {@link #doubt} that it leaves. */
  public String storyAndDoubt() {
    return Stream.concat(Stream.of(story()), doubt().stream()).collect(Collectors.joining(" "));
  }

  /**
   * Who may be to blame where the effect of a call that was reported as failed was seen: the
   * database, or a client that took an unknown outcome for a failure.
   *
   * @return a sentence that names the first such call of the witness; empty if there is none
   */
  public Optional<String> doubt() {
    // A call without an argument has nothing that could have been seen.
    return witness.stream()
        .filter(op -> op.isFail() && !op.argument().isNil())
        .findFirst()
        .map(
            op ->
                ("Either the database did %s although it refused it, or the client took an unknown"
                        + " outcome for a failure%s.")
                    .formatted(op.label(), op.error().isEmpty() ? "" : " (" + op.error() + ")"));
  }

  private String sentence(Precedence step) {
    return "%s, so %s came before %s."
        .formatted(
            step.because(), witness.get(step.from()).label(), witness.get(step.to()).label());
  }
}
