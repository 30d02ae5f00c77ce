package dev.ordeal.harness.trial;

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
    try (TrialClient reader = tried.open(tried.pair().getFirst());
        TrialClient writer = tried.open(tried.pair().getLast())) {
      if (!tried.succeeds(reader, tried.known().read(object))
          || !tried.succeeds(writer, tried.known().update(object))) {
        tried.found(Finding.unknown(name(), "a call did not succeed although nothing failed"));
        return;
      }
      long before = reader.tap().sent();
      Optional<Seen> seen = tried.look(reader, object);
      boolean asked = reader.tap().sent() > before;
      tried.found(
          asked || seen.isEmpty() || tried.tapIsUnused(reader)
              ? Finding.ok(name())
              : Finding.wrong(
                  name(),
                  "a read was answered without a byte sent to the node",
                  "switch off the client's cache"));
    }
  }
}
