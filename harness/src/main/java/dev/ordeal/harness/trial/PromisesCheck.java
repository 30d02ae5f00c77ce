package dev.ordeal.harness.trial;

import dev.ordeal.workloads.client.KnownCalls.Example;
import dev.ordeal.workloads.client.KnownCalls.Step;
import dev.ordeal.workloads.client.Outcome;

/** Makes the examples of the contract on one client, while nothing fails. */
final class PromisesCheck implements ContractCheck {
  @Override
  public String name() {
    return "promises of the contract";
  }

  @Override
  public void run(Tried tried) throws Exception {
    long object = tried.freshObject();
    try (TrialClient client = tried.open(tried.pair().getFirst())) {
      for (Example example : tried.known().examples(object)) {
        tried.found(finding(client, example));
      }
    }
  }

  private static Finding finding(TrialClient client, Example example) throws InterruptedException {
    for (Step step : example.steps()) {
      Outcome said = client.call(step.call());
      if (!step.accepts().test(said)) {
        return Finding.wrong(
            example.promise(),
            "%s answered %s instead of %s"
                .formatted(step.call().function(), Said.of(said), step.expected()),
            "mend the client, or the statement it sends");
      }
    }
    return Finding.ok(example.promise());
  }
}
