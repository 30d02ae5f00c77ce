package dev.ordeal.harness.trial;

import dev.ordeal.checkers.Checker;
import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.outcome.ContractChecker;
import dev.ordeal.harness.trial.outcome.OutcomesChecker;
import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.Workload;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.generator.Generator;
import dev.ordeal.workloads.generator.Generators;
import dev.ordeal.workloads.generator.Seed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Updates of one object after another by all clients, each object once; at the end every object is
 * read by every client.
 *
 * @param workload whose contract is tried
 * @param known the calls
 * @param findings of single clients, all made before the run is judged
 */
record TrialWorkload<C extends AutoCloseable>(
    Workload<C> workload, KnownCalls known, List<Finding> findings) implements Workload<C> {
  @Override
  public String name() {
    return workload.name();
  }

  @Override
  public String description() {
    return "known updates, read back: did what the clients said of them hold?";
  }

  @Override
  public Class<? extends C> contract() {
    return workload.contract();
  }

  @Override
  public Generator generator(Plan plan) {
    Generator updates =
        Generators.calls(plan.seed().split("try"), (seed, number) -> known.update(number + 1));
    return Generators.timeLimit(
        plan.time(),
        Generators.stagger(
            plan.seed().split("pace"),
            Duration.ofNanos((long) (1e9 / plan.rate())),
            Generators.clients(updates)));
  }

  @Override
  public Generator finalReads(List<Value> keys, Duration time) {
    long newest = keys.stream().mapToLong(Value::asLong).max().orElse(0);
    List<Call> reads = new ArrayList<>();
    for (long object = 1; object <= newest; object++) {
      reads.add(known.read(object));
    }
    // From both ends, so that all are read by somebody although time may not suffice for each.
    return Generators.timeLimit(
        time,
        Generators.any(
            new Seed(0),
            Generators.onThreads(thread -> thread % 2 == 0, inOrder(reads)),
            Generators.onThreads(thread -> thread % 2 == 1, inOrder(reads.reversed()))));
  }

  private static Generator inOrder(List<Call> reads) {
    return Generators.eachThread(Generators.clients(Generators.calls(reads)));
  }

  @Override
  public Client client(C client) {
    return workload.client(client);
  }

  @Override
  public List<Checker> checkers() {
    return List.of(new ContractChecker(findings), new OutcomesChecker(known));
  }
}
