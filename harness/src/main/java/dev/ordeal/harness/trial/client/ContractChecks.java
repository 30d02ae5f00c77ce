package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.targets.foreign.Blame;
import java.util.List;
import java.util.function.BooleanSupplier;

/** All that a trial looks at while nothing but single clients' connections is disturbed. */
public final class ContractChecks {
  private static final List<ContractCheck> CHECKS =
      List.of(
          new PromisesCheck(),
          new EveryNodeCheck(),
          new FreshReadCheck(),
          new UnreachableCheck(),
          new LostAnswerCheck(),
          new NodesCheck(),
          new LinksCheck(),
          new OptionsCheck());

  private ContractChecks() {}

  /**
   * Makes all checks of single clients.
   *
   * @param cancelled asked before each; once it is true no other begins
   */
  public static void run(Tried tried, BooleanSupplier cancelled) throws InterruptedException {
    for (ContractCheck check : CHECKS) {
      if (cancelled.getAsBoolean()) {
        return;
      }
      try {
        check.run(tried);
      } catch (InterruptedException ending) {
        throw ending;
      } catch (Exception | Error failed) {
        tried.found(
            Finding.unknown(
                check.name(),
                Blame.shown(failed),
                "mend what was thrown, if it is of the target's code; see ordeal.log"));
      }
    }
  }
}
