package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.targets.ability.PacketImpairments;
import dev.ordeal.targets.link.Link;
import dev.ordeal.targets.link.PacketTrouble;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Something done to the packets of every link from or to some nodes, beside losing them. */
record ImpairedPackets(List<String> nodes, Collection<Link> links, PacketTrouble trouble)
    implements PacketFault {
  @Override
  public String describe() {
    return "%s at %s".formatted(trouble.describe(), String.join(", ", nodes));
  }

  @Override
  public Optional<Collection<Link>> struckLinks() {
    return Optional.of(links);
  }

  @Override
  public Collection<String> ruled() {
    return Link.ends(links);
  }

  /** Queues are those of the senders. */
  @Override
  public Collection<String> seenOn() {
    return links.stream().map(Link::from).distinct().toList();
  }

  @Override
  public void inject(FaultContext at) throws IOException {
    at.ability(PacketImpairments.class).impairPackets(at.name(), links, trouble);
  }
}
