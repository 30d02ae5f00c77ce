package dev.ordeal.harness.trial;

import dev.ordeal.harness.run.Prelude;
import dev.ordeal.harness.run.Run;
import dev.ordeal.harness.run.RunOptions;
import dev.ordeal.harness.run.RunParts;
import dev.ordeal.harness.trial.client.ContractChecks;
import dev.ordeal.harness.trial.client.TargetSettings;
import dev.ordeal.harness.trial.client.Tried;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.outcome.Fate;
import dev.ordeal.harness.trial.outcome.OutcomeRow;
import dev.ordeal.harness.trial.outcome.RunFindings;
import dev.ordeal.harness.trial.outcome.StruckNodes;
import dev.ordeal.harness.trial.tap.Taps;
import dev.ordeal.results.run.RunFolder;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.TargetException;
import dev.ordeal.workloads.client.KnownCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Tries whether a target keeps its contract. First single clients are looked at while only their
 * own connections are disturbed; then all clients make known updates while one node is killed,
 * paused and cut off, and every update is read back.
 */
public final class Trial {
  private final RunParts parts;
  private final KnownCalls known;
  private final TargetSettings options;
  private final List<String> command;
  private final Consumer<Finding> listener;
  private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());

  /**
   * What a trial found.
   *
   * @param findings of single clients, in the order in which they were made
   * @param outcomes what clients said of updates under faults, and what was true
   * @param underFaults what the run under faults showed of clients and nodes
   * @param run the run under faults, whose verdict holds for the second part
   */
  public record Result(
      List<Finding> findings,
      List<OutcomeRow> outcomes,
      List<Finding> underFaults,
      Run.Result run) {
    public Result {
      findings = List.copyOf(findings);
      outcomes = List.copyOf(outcomes);
      underFaults = List.copyOf(underFaults);
    }
  }

  /**
   * Plans a trial.
   *
   * @param parts as of a run, with the workload whose contract is tried
   * @param options the target's options that were set
   * @param command the words of the command that does the same again
   * @param listener gets each finding when it is made
   * @throws IllegalArgumentException if the workload has no known calls
   */
  public Trial(
      RunParts parts, TargetSettings options, List<String> command, Consumer<Finding> listener) {
    this.parts = parts;
    this.options = options;
    this.command = List.copyOf(command);
    this.listener = listener;
    this.known =
        parts
            .workload()
            .knownCalls()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "workload %s has no calls whose effect can be read back"
                            .formatted(parts.workload().name())));
  }

  /**
   * Tries.
   *
   * @param folder the folder of the run
   * @throws TargetException if the environment or the target is unavailable
   * @throws IOException if something could not be recorded, or foreign code ended the run
   */
  public Result execute(RunFolder folder)
      throws IOException, TargetException, InterruptedException {
    try (Taps taps = new Taps()) {
      Run run =
          new Run(
              new RunParts(
                  parts.options(),
                  taps.around(parts.database()),
                  new TrialWorkload<>(parts.workload(), known, findings),
                  parts.watcher(),
                  parts.stop(),
                  parts.breaches(),
                  prelude(taps)));
      Run.Result result = run.execute(folder);
      List<Fate> fates = Fate.of(result.history(), known);
      List<Finding> underFaults =
          new ArrayList<>(
              parts.database().clientsFollowLeader()
                  ? List.of()
                  : StruckNodes.findings(result.history(), fates, TrialPlan.STRUCK));
      underFaults.addAll(RunFindings.of(result.judgement().results()));
      return new Result(findings, OutcomeRow.of(fates), underFaults, result);
    }
  }

  private Prelude prelude(Taps taps) {
    return new Prelude() {
      @Override
      public void play(Cluster cluster) throws InterruptedException {
        look(cluster, taps);
      }

      @Override
      public List<String> command(RunOptions options) {
        return command;
      }
    };
  }

  private void look(Cluster cluster, Taps taps) throws InterruptedException {
    Tried tried =
        new Tried(
            cluster,
            parts.database(),
            options,
            parts.workload(),
            known,
            taps,
            new AtomicLong(Tried.FIRST_OBJECT),
            this::found);
    ContractChecks.run(tried, () -> parts.stop().isRequested());
  }

  private void found(Finding finding) {
    findings.add(finding);
    listener.accept(finding);
  }
}
