package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Remedies;
import dev.ordeal.workloads.client.KnownCalls.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether clients talk to their own nodes, unless they follow the leader, and every node shows an
 * update.
 */
final class EveryNodeCheck implements ContractCheck {
  @Override
  public String name() {
    return "each client talks to its own node";
  }

  @Override
  public void run(Tried tried) throws Exception {
    long object = tried.freshObject();
    try (TrialClient writer = tried.open(tried.cluster().nodes().getFirst())) {
      if (!tried.succeeds(writer, tried.known().update(object))) {
        tried.found(
            Finding.unknown(
                name(), "an update did not succeed although nothing failed", Remedies.SERVE));
        return;
      }
    }
    List<String> elsewhere = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String node : tried.cluster().nodes()) {
      try (TrialClient reader = tried.open(node)) {
        Optional<Seen> seen = tried.await(reader, object, Seen.UPDATED::equals);
        if (seen.isPresent() && !reader.isTapUsed()) {
          elsewhere.add(node);
        } else if (!seen.equals(Optional.of(Seen.UPDATED))) {
          missing.add(node);
        }
      }
    }
    tried.found(
        elsewhere.isEmpty() || tried.database().clientsFollowLeader()
            ? Finding.ok(name())
            : Finding.wrong(
                name(),
                "clients of %s answered without a byte sent to the address they were given"
                    .formatted(String.join(", ", elsewhere)),
                Remedies.ADDRESS));
    String shown = "every node shows an update";
    tried.found(
        missing.isEmpty()
            ? Finding.ok(shown)
            : Finding.note(
                shown,
                "%s did not show it within 1.5 s".formatted(String.join(", ", missing)),
                Remedies.WEAKER));
  }
}
