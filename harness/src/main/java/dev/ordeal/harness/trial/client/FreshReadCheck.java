package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import java.util.Optional;

/** Whether each read asks the node, and shows what another client did. */
final class FreshReadCheck implements ContractCheck {
  @Override
  public String name() {
    return "each read asks the node";
  }

  @Override
  public void run(Tried tried) throws Exception {
    long object = tried.freshObject();
    try (TrialClient reader = tried.open(tried.node());
        TrialClient writer = tried.open(tried.node())) {
      if (!tried.succeeds(reader, tried.known().read(object))
          || !tried.succeeds(writer, tried.known().update(object))) {
        tried.found(
            Finding.unknown(
                name(), "a call did not succeed although nothing failed", Remedies.SERVE));
        return;
      }
      long before = reader.tap().sent();
      Optional<Seen> seen = tried.look(reader, object);
      tried.found(finding(reader, reader.tap().hasSentSince(before), seen));
    }
  }

  private Finding finding(TrialClient reader, boolean hasAsked, Optional<Seen> seen)
      throws InterruptedException {
    if (seen.isEmpty()) {
      return Finding.unknown(
          name(), "a read did not succeed although nothing failed", Remedies.SERVE);
    }
    if (!reader.isTapUsed()) {
      return Finding.unknown(name(), Remedies.OTHER_ADDRESS, Remedies.ADDRESS);
    }
    if (hasAsked) {
      return Finding.ok(name());
    }
    String text = "a read was answered without a byte sent to the address the client was given";
    // A node may keep a client's cache up to date by itself.
    return seen.get() == Seen.UPDATED
        ? Finding.note(
            name(), text, "switch off the client's cache, which may be stale under faults")
        : Finding.wrong(name(), text, "switch off the client's cache");
  }
}
