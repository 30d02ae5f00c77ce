package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
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
    try (TrialClient client = tried.open(tried.node())) {
      boolean isStateKnown = true;
      for (Example example : tried.known().examples(object)) {
        Tested tested =
            isStateKnown
                ? tested(tried, client, example)
                : new Tested(
                    Finding.unknown(
                        example.promise(),
                        "not tried, for an earlier example failed",
                        "mend what the earlier example shows, then try again"),
                    false);
        tried.found(tested.finding());
        isStateKnown = tested.isStateKnown();
      }
    }
  }

  /**
   * What an example showed.
   *
   * @param isStateKnown whether the example after it finds the object as it expects
   */
  private record Tested(Finding finding, boolean isStateKnown) {}

  private static Tested tested(Tried tried, TrialClient client, Example example)
      throws InterruptedException {
    for (Step step : example.steps()) {
      Outcome said = client.call(step.call());
      if (step.accepts().test(said)) {
        continue;
      }
      boolean isRead = step.call().isReadOnly();
      if (said instanceof Outcome.Info || client.hasThrown()) {
        return new Tested(
            Finding.unknown(
                example.promise(),
                "%s did not succeed although nothing failed: %s"
                    .formatted(step.call().function(), Said.of(said)),
                "%s; or else %s".formatted(step.remedy(), Remedies.SERVE)),
            isRead);
      }
      String wrong =
          "%s answered %s instead of %s"
              .formatted(step.call().function(), Said.of(said), step.expected());
      boolean isLate =
          isRead && step.accepts().test(tried.await(client, step.call(), step.accepts()));
      return new Tested(
          isLate
              ? Finding.note(example.promise(), wrong + " at first", Remedies.WEAKER)
              : Finding.wrong(example.promise(), wrong, step.remedy()),
          isRead);
    }
    return new Tested(Finding.ok(example.promise()), true);
  }
}
