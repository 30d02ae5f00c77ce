package dev.ordeal.harness.cli.option;

import dev.ordeal.checkers.activity.SteadyState;
import dev.ordeal.harness.probe.Probe;
import dev.ordeal.harness.run.AbortRule;
import dev.ordeal.harness.run.Experiment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of {@code ordeal run} that make it a chaos experiment. */
public final class ExperimentOptions {
  @Option(
      names = "--steady-state",
      paramLabel = "PROMISE",
      description =
          "the service level that clients are promised, judged each second before, during and after"
              + " faults: success=99%%,p99=200ms,during=50%%,recovery=10s; any of these, also p50,"
              + " max, …")
  private String steadyState;

  @Option(
      names = "--probe",
      paramLabel = "PROBE",
      description =
          "what also has to hold, asked each second: a command, http://…, or"
              + " http://…#METRIC<NUMBER, or promql:http://…#QUERY<NUMBER; may be repeated")
  private List<String> probes = new ArrayList<>();

  @Option(
      names = "--abort-unless",
      paramLabel = "RULE",
      description =
          "heal everything and end once this does not hold any more: success=20%%,probes,for=5s;"
              + " any of these")
  private String abort;

  @Option(
      names = "--blast-radius",
      paramLabel = "NODES",
      description = "number of nodes that faults may affect at a time (default: all)")
  private Integer blastRadius;

  /**
   * What makes the run an experiment.
   *
   * @throws UsageException if an option is wrong
   */
  public Experiment experiment() {
    if (blastRadius != null && blastRadius < 1) {
      throw new UsageException("--blast-radius must be 1 or more, not " + blastRadius);
    }
    String option = "--steady-state";
    try {
      if (steadyState != null) {
        SteadyState.parse(steadyState);
      }
      option = "--abort-unless";
      if (abort != null && AbortRule.parse(abort).probes() && probes.isEmpty()) {
        throw new IllegalArgumentException("there is no --probe");
      }
      option = "--probe";
      return new Experiment(
          steadyState == null ? "" : steadyState,
          probes.stream().map(Probe::parse).toList(),
          abort == null ? "" : abort,
          Optional.ofNullable(blastRadius));
    } catch (IllegalArgumentException wrong) {
      throw new UsageException(option + ": " + wrong.getMessage());
    }
  }
}
