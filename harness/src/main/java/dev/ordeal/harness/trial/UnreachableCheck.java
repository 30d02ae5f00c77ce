package dev.ordeal.harness.trial;

import dev.ordeal.workloads.client.Outcome;

/** What a client says of calls that cannot have reached its node. */
final class UnreachableCheck implements ContractCheck {
  private static final String OPENING = "opening a client fails when connections are refused";
  private static final String ANSWER =
      "let the exception pass: an update without an answer is not a success";

  @Override
  public String name() {
    return "no success while the node cannot be reached";
  }

  @Override
  public void run(Tried tried) throws Exception {
    String node = tried.pair().getFirst();
    Taps.Opened<TrialClient> opened = tried.tryOpening(node, true);
    if (opened.thrown() == null) {
      try (TrialClient client = opened.client()) {
        tried.found(said(tried, client, "when connections are refused", true));
      }
    } else if (opened.thrown() instanceof Taps.StillOpening still) {
      tried.found(
          Finding.note(
              OPENING,
              still.getMessage(),
              "give up after some seconds: calls that wait for a client are recorded as unknown"));
    } else if (opened.tap() == null) {
      throw opened.thrown();
    } else {
      tried.found(Finding.ok(OPENING));
    }
    try (TrialClient client = tried.open(node)) {
      if (!tried.succeeds(client, tried.known().read(tried.freshObject()))) {
        tried.found(Finding.unknown(name(), "a read did not succeed although nothing failed"));
        return;
      }
      if (tried.tapIsUnused(client)) {
        tried.found(Finding.unknown(name(), "the client does not use the address it was given"));
        return;
      }
      client.tap().close();
      tried.found(said(tried, client, "after its connection was closed", false));
    }
  }

  private Finding said(Tried tried, TrialClient client, String when, boolean isRefused)
      throws InterruptedException {
    long object = tried.freshObject();
    Outcome update = client.call(tried.known().update(object));
    if (update instanceof Outcome.Ok) {
      return Finding.wrong(name(), "an update succeeded " + when, ANSWER);
    }
    Outcome read = client.call(tried.known().read(object));
    if (read instanceof Outcome.Ok ok) {
      return Finding.wrong(
          name(),
          "a read answered %s %s".formatted(ok.result().brief(), when),
          "throw when a read fails; an error is not an absent value");
    }
    return update instanceof Outcome.Info && isRefused
        ? Finding.note(
            name() + ", " + when,
            "an update that was never sent is %s".formatted(Said.of(update)),
            "a refused connection may be a DefiniteFailure: runs are decided faster")
        : Finding.ok(name() + ", " + when);
  }
}
