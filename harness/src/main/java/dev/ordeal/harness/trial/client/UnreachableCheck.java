package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.harness.trial.tap.Taps;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import dev.ordeal.workloads.client.Outcome;
import java.util.Optional;

/** What a client says of calls that cannot have reached its node. */
final class UnreachableCheck implements ContractCheck {
  private static final String OPENING = "opening a client fails when connections are refused";
  private static final String ANSWER =
      "let the exception pass: an update without an answer is no success";

  @Override
  public String name() {
    return "no success while the node cannot be reached";
  }

  @Override
  public void run(Tried tried) throws Exception {
    String node = tried.node();
    try (TrialClient client = tried.open(node);
        TrialClient other = tried.open(tried.node())) {
      if (!tried.succeeds(client, tried.known().read(tried.freshObject()))) {
        tried.found(
            Finding.unknown(
                name(), "a read did not succeed although nothing failed", Remedies.SERVE));
        return;
      }
      if (!client.isTapUsed()) {
        tried.found(Finding.unknown(name(), Remedies.OTHER_ADDRESS, Remedies.ADDRESS));
        return;
      }
      tried.found(refused(tried, node, other));
      client.tap().close();
      tried.found(said(tried, client, other, "after its connection was closed", false));
    }
  }

  /** What becomes of a client whose connections are refused from the beginning. */
  private Finding refused(Tried tried, String node, TrialClient other) throws Exception {
    Taps.Opened<TrialClient> opened = tried.tryOpening(node, true);
    if (opened.thrown() == null) {
      try (TrialClient client = opened.client()) {
        return said(tried, client, other, "when connections are refused", true);
      }
    }
    if (opened.tap() == null) {
      throw opened.thrown();
    }
    return opened.thrown() instanceof Taps.StillOpening still
        ? Finding.note(
            OPENING,
            still.getMessage(),
            "give up connecting after some seconds: a call whose client is not open by then fails")
        : Finding.ok(OPENING);
  }

  /**
   * What a client says whose connections are refused or were closed.
   *
   * @param other a client that nothing disturbs, by which the truth is found out
   */
  private Finding said(
      Tried tried, TrialClient client, TrialClient other, String when, boolean isRefused)
      throws InterruptedException {
    // That the object is there tells an error that is taken for an absent one.
    long present = tried.freshObject();
    if (!tried.succeeds(other, tried.known().update(present))) {
      return Finding.unknown(
          name(), "an update did not succeed although nothing failed", Remedies.SERVE);
    }
    long object = tried.freshObject();
    Outcome update = client.call(tried.known().update(object));
    if (update instanceof Outcome.Ok) {
      boolean hasHappened =
          tried.await(other, object, Seen.UPDATED::equals).equals(Optional.of(Seen.UPDATED));
      return hasHappened
          ? Finding.wrong(name(), "an update took effect %s".formatted(when), Remedies.ADDRESS)
          : Finding.wrong(name(), "an update succeeded %s".formatted(when), ANSWER);
    }
    if (client.call(tried.known().read(present)) instanceof Outcome.Ok ok) {
      return Finding.wrong(
          name(),
          "a read answered %s %s".formatted(ok.result().brief(), when),
          "throw when a read fails: an error is not an absent value; use no other address");
    }
    return update instanceof Outcome.Info && isRefused
        ? Finding.note(
            name() + ", " + when,
            "an update that was never sent is %s".formatted(Said.of(update)),
            "throw DefiniteFailure when the connection is refused: what was never sent did not"
                + " happen, and fewer unknown outcomes make verdicts sharper")
        : Finding.ok(name() + ", " + when);
  }
}
