package dev.ordeal.harness.run;

import dev.ordeal.harness.probe.Probe;
import java.util.List;
import java.util.Optional;

/**
 * What makes a run a chaos experiment: a hypothesis, and limits to what is broken.
 *
 * @param steadyState what clients are promised, as {@code SteadyState} reads it; empty for nothing
 * @param probes what has to hold beside that
 * @param abort when breaking ends early, as {@link AbortRule} reads it; empty for never
 * @param blastRadius how many nodes may be struck at a time; empty for all
 */
public record Experiment(
    String steadyState, List<Probe> probes, String abort, Optional<Integer> blastRadius) {
  /** No experiment: only what the workload asks. */
  public static final Experiment NONE = new Experiment("", List.of(), "", Optional.empty());

  /** What is judged of a steady state where only probes or a rule to abort are given. */
  private static final String LEAST = "recovery=10s";

  public Experiment {
    probes = List.copyOf(probes);
    if (steadyState.isEmpty() && !(probes.isEmpty() && abort.isEmpty())) {
      steadyState = LEAST;
    }
  }
}
