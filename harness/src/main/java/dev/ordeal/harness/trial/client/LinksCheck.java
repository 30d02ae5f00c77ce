package dev.ordeal.harness.trial.client;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether nodes speak to each other through their links, which by now have carried the updates of
 * the checks before, if nodes replicate.
 */
final class LinksCheck implements ContractCheck {
  private static final String REMEDY =
      "let launch give each node its peers' addresses by NodeView.address(peer, port), not their"
          + " own ones; where nodes do not speak to each other, run with --faults kill,pause";

  @Override
  public String name() {
    return "nodes use the links between them";
  }

  @Override
  public void run(Tried tried) {
    Cluster cluster = tried.cluster();
    if (cluster.nodes().size() < 2 || cluster.missing(Links.class).isPresent()) {
      return;
    }
    Optional<Map<Link, Long>> bytes = cluster.ability(Links.class).seen().bytes();
    if (bytes.isEmpty() || (bytes.get().isEmpty() && !tried.database().running().isEmpty())) {
      return;
    }
    List<String> silent = new ArrayList<>(cluster.nodes());
    bytes
        .get()
        .forEach(
            (link, passed) -> {
              if (passed > 0) {
                silent.removeAll(List.of(link.from(), link.to()));
              }
            });
    tried.found(
        silent.isEmpty()
            ? Finding.ok(name())
            : Finding.unknown(
                name(),
                "no byte passed the links of %s: to cut them would strike nothing"
                    .formatted(String.join(", ", silent)),
                REMEDY));
  }
}
