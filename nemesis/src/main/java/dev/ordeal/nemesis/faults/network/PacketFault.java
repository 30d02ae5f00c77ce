package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.LinkCuts;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** A fault of packet rules, which are seen by the packets that meet them. */
interface PacketFault extends Fault {
  /** The nodes on which it has rules. */
  Collection<String> ruled();

  /** Nodes that send and receive nothing meet no rule. */
  @Override
  default boolean canBeHiddenBy(Fault other, FaultContext at) {
    return other.traits().contains(FaultTrait.SILENCES)
        && new HashSet<>(other.struck()).containsAll(nodes());
  }

  @Override
  default List<Undo> undos(FaultContext at) {
    return at.ability(LinkCuts.class).restoreUndos(at.name(), ruled());
  }

  @Override
  default void heal(FaultContext at) throws IOException, TargetException {
    at.ability(LinkCuts.class).restorePackets(at.name(), ruled());
  }

  @Override
  default Seen verify(FaultContext at) throws IOException, TargetException {
    return LinkChecks.rules(at, seenOn());
  }

  @Override
  default Seen verifyKept(FaultContext at, Baseline since) throws IOException, TargetException {
    Seen now = verify(at);
    return now.holds() ? LinkChecks.packetsMet(at, seenOn()) : now;
  }

  @Override
  default Seen verifyGone(FaultContext at) throws IOException, TargetException {
    return LinkChecks.noRules(at, seenOn());
  }

  /** The nodes on which its rules are looked for. */
  default Collection<String> seenOn() {
    return ruled();
  }
}
