package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.Links;
import dev.ordeal.targets.link.LinksSeen;
import dev.ordeal.targets.link.RulesSeen;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads back what faults of links and packets did: toxics, packet rules, and what passed. */
final class LinkChecks {
  private static final long COUNT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private LinkChecks() {}

  /** Whether the links of a fault are broken by toxics, for there are no packet rules. */
  static boolean isByProxies(FaultContext at, List<String> nodes) throws IOException {
    return at.ability(LinkCuts.class).rules(at.name(), nodes.getFirst()).isEmpty();
  }

  /** Why a fault of proxies does nothing to links that carried nothing before. */
  static Optional<String> unused(Collection<Link> links, Baseline before) {
    boolean hadNone =
        !links.isEmpty() && before.links().bytes().isPresent() && before.links().over(links) == 0;
    return hadNone
        ? Optional.of("no byte passed its %d links before".formatted(links.size()))
        : Optional.empty();
  }

  /** Whether rules or toxics cut some links; of toxics, also whether nothing passes. */
  static Seen isCut(FaultContext at, Collection<Link> links) throws IOException, TargetException {
    if (at.ability(LinkCuts.class).rules(at.name(), links.iterator().next().from()).isPresent()) {
      return rules(at, Link.ends(links));
    }
    Seen toxics = toxics(at);
    LinksSeen first = at.ability(Links.class).seen();
    if (!toxics.holds() || first.bytes().isEmpty()) {
      return new Seen(toxics.holds(), toxics.what() + "; its Toxiproxy does not count bytes");
    }
    LockSupport.parkNanos(COUNT_NANOS);
    long passed = at.ability(Links.class).seen().over(links) - first.over(links);
    return passed == 0
        ? new Seen(true, first.over(links) + " bytes passed before, none now")
        : new Seen(false, passed + " bytes passed though it is cut");
  }

  /** Whether nothing passed some links since a fault cut them. */
  static Seen nothingPassed(FaultContext at, Collection<Link> links, Baseline since)
      throws IOException, TargetException {
    if (at.ability(LinkCuts.class).rules(at.name(), links.iterator().next().from()).isPresent()) {
      LinksSeen now = at.ability(Links.class).seen();
      long before = since.links().over(links);
      long passed = now.over(links) - before;
      if (before > 0 && passed == 0) {
        return new Seen(true, "nothing passed");
      }
      Seen met = packetsMet(at, Link.ends(links));
      return met.holds()
          ? met
          : new Seen(
              false,
              "%s; %d bytes passed its links before and %d since"
                  .formatted(met.what(), before, passed));
    }
    if (since.links().bytes().isEmpty()) {
      return new Seen(true, "the toxics are still there");
    }
    long passed = at.ability(Links.class).seen().over(links) - since.links().over(links);
    return new Seen(passed == 0, passed == 0 ? "nothing passed" : passed + " bytes passed");
  }

  static Seen toxics(FaultContext at) throws IOException {
    int toxics = at.ability(Links.class).toxics(at.name());
    return new Seen(toxics > 0, toxics + " toxics are set");
  }

  static Seen noToxics(FaultContext at) throws IOException {
    int toxics = at.ability(Links.class).toxics(at.name());
    return new Seen(toxics == 0, toxics == 0 ? "no toxic is left" : toxics + " toxics are left");
  }

  private static Map<String, RulesSeen> rulesOf(FaultContext at, Collection<String> nodes)
      throws IOException, TargetException {
    Map<String, RulesSeen> all = new ConcurrentSkipListMap<>();
    OnNodes.each(
        nodes,
        node ->
            at.ability(LinkCuts.class)
                .rules(at.name(), node)
                .ifPresent(rules -> all.put(node, rules)));
    return all;
  }

  /** Whether a fault's packet rules are there on all of some nodes. */
  static Seen rules(FaultContext at, Collection<String> nodes) throws IOException, TargetException {
    Map<String, RulesSeen> all = rulesOf(at, nodes);
    for (Map.Entry<String, RulesSeen> node : all.entrySet()) {
      if (node.getValue().rules() == 0) {
        return new Seen(false, "its packet rules are gone from " + node.getKey());
      }
    }
    int rules = all.values().stream().mapToInt(RulesSeen::rules).sum();
    return new Seen(rules > 0, rules + " packet rules are set");
  }

  /** Whether a packet met a fault's rules. */
  static Seen packetsMet(FaultContext at, Collection<String> nodes)
      throws IOException, TargetException {
    long packets = rulesOf(at, nodes).values().stream().mapToLong(RulesSeen::packets).sum();
    return packets > 0
        ? new Seen(true, packets + " packets met its rules")
        : new Seen(false, "no packet met its rules");
  }

  /** Whether no rule of a fault is left; where there are none, no toxic. */
  static Seen noRules(FaultContext at, Collection<String> nodes)
      throws IOException, TargetException {
    Map<String, RulesSeen> all = rulesOf(at, nodes);
    if (all.isEmpty()) {
      return noToxics(at);
    }
    int rules = all.values().stream().mapToInt(RulesSeen::rules).sum();
    return new Seen(rules == 0, rules == 0 ? "no rule is left" : rules + " rules are left");
  }
}
