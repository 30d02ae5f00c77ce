package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A fault that cuts links, by packet rules or, where there are none, by proxies. */
interface CutLinks extends Fault {
  /** The links over which nothing passes. */
  Collection<Link> links();

  @Override
  default Optional<Collection<Link>> struckLinks() {
    return Optional.of(links());
  }

  @Override
  default List<Undo> undos(FaultContext at) {
    return at.ability(LinkCuts.class).restoreUndos(at.name(), Link.ends(links()));
  }

  @Override
  default Baseline look(FaultContext at) throws IOException {
    return links().isEmpty() ? Baseline.NONE : Baseline.ofLinks(at);
  }

  @Override
  default Optional<String> cannotHold(FaultContext at, Baseline before) throws IOException {
    Optional<String> unused = LinkChecks.unused(links(), before);
    return unused.isPresent() && LinkChecks.isByProxies(at, nodes()) ? unused : Optional.empty();
  }

  /** A packet that two faults lose meets the rule that came first, and no other. */
  @Override
  default boolean canBeHiddenBy(Fault other, FaultContext at) throws IOException {
    return other instanceof CutLinks cut
        && cut.links().stream().anyMatch(links()::contains)
        && !LinkChecks.isByProxies(at, nodes());
  }

  @Override
  default Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return LinkChecks.noRules(at, Link.ends(links()));
  }
}
