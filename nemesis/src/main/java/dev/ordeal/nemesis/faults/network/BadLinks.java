package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.LinkToxic;
import dev.ordeal.targets.link.Links;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Every link from or to some nodes made worse by its proxy. */
record BadLinks(List<String> nodes, Collection<Link> links, LinkToxic toxin) implements Fault {
  @Override
  public String describe() {
    return "%s at %s".formatted(toxin.describe(), String.join(", ", nodes));
  }

  @Override
  public Optional<Collection<Link>> struckLinks() {
    return Optional.of(links);
  }

  /** Toxics go with their proxies, which are in the journal. */
  @Override
  public List<Undo> undos(FaultContext at) {
    return List.of(Undo.NOTHING);
  }

  @Override
  public void inject(FaultContext at) throws IOException {
    at.ability(Links.class).apply(at.name(), links, toxin);
  }

  @Override
  public void heal(FaultContext at) throws IOException {
    at.ability(Links.class).remove(at.name());
  }

  @Override
  public Baseline look(FaultContext at) throws IOException {
    return Baseline.ofLinks(at);
  }

  @Override
  public Optional<String> cannotHold(FaultContext at, Baseline before) {
    return LinkChecks.unused(links, before);
  }

  @Override
  public Seen verify(FaultContext at) throws IOException {
    return LinkChecks.toxics(at);
  }

  @Override
  public Seen verifyGone(FaultContext at) throws IOException {
    return LinkChecks.noToxics(at);
  }
}
