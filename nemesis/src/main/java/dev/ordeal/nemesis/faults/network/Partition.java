package dev.ordeal.nemesis.faults.network;

import dev.ordeal.nemesis.Aim;
import dev.ordeal.nemesis.Baseline;
import dev.ordeal.nemesis.Fault;
import dev.ordeal.nemesis.FaultContext;
import dev.ordeal.nemesis.FaultTargeting;
import dev.ordeal.nemesis.FaultTrait;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.nemesis.Seen;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.link.Link;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Nodes that cannot hear each other. */
public final class Partition implements FaultType {
  @Override
  public String name() {
    return "partition";
  }

  @Override
  public String description() {
    return "nodes cut off from each other: one node, halves, majority, ring, bridge, one-way";
  }

  @Override
  public Set<Class<?>> needs() {
    return Set.of(LinkCuts.class);
  }

  @Override
  public double weight() {
    return 5;
  }

  @Override
  public List<String> shapes() {
    return List.of(
        "isolated-node",
        "isolated-node",
        "isolated-node",
        "isolated-leader",
        "isolated-leader",
        "isolated-leader",
        "isolated-leader",
        "isolated-leader",
        "isolated-victim",
        "majority-minority",
        "halves",
        "bridge",
        "majorities-ring",
        "one-way",
        "one-way-out");
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public boolean needsLeader(String shape) {
    return shape.equals("isolated-leader");
  }

  @Override
  public Optional<String> refusal(List<String> named, List<String> all) {
    return named.containsAll(all)
        ? Optional.of("a partition on all nodes %s has an empty side; name fewer".formatted(all))
        : Optional.empty();
  }

  @Override
  public Fault draw(Aim aim) {
    String shape = aim.shape();
    List<String> nodes = aim.nodes();
    List<String> order = aim.order();
    int half = nodes.size() / 2;
    return switch (shape) {
      case "isolated-node" -> Cut.split(shape, order.subList(0, 1), order.subList(1, order.size()));
      case "isolated-leader" -> apart(shape, List.of(aim.leader().orElse(order.getFirst())), nodes);
      case "isolated-victim" -> {
        List<String> victims = aim.victims();
        boolean isMinority = !victims.isEmpty() && 2 * victims.size() < nodes.size();
        yield apart(shape, isMinority ? victims : order.subList(0, 1), nodes);
      }
      case "halves" -> Cut.split(shape, nodes.subList(0, half), nodes.subList(half, nodes.size()));
      case "majority-minority" ->
          Cut.split(shape, order.subList(0, half), order.subList(half, order.size()));
      case "bridge" -> {
        List<String> left = order.subList(0, half);
        List<String> right = order.subList(nodes.size() - half, nodes.size());
        yield new Cut(
            shape, left, Link.between(left, right), left + " | " + right + " over the rest");
      }
      case "majorities-ring" -> ring(order);
      case "one-way" -> oneWay(shape, order, true);
      case "one-way-out" -> oneWay(shape, order, false);
      default -> apart("named", FaultTargeting.named(shape, nodes), nodes);
    };
  }

  private static Cut apart(String shape, List<String> some, List<String> nodes) {
    return Cut.split(shape, some, nodes.stream().filter(n -> !some.contains(n)).toList());
  }

  private static Cut oneWay(String shape, List<String> order, boolean in) {
    String struck = order.getFirst();
    Set<Link> links = new LinkedHashSet<>();
    for (String other : order.subList(1, order.size())) {
      links.add(in ? new Link(other, struck) : new Link(struck, other));
    }
    String groups = in ? "[" + struck + "] hears nobody" : "nobody hears [" + struck + "]";
    return new Cut(shape, List.of(struck), links, groups);
  }

  /** Each node hears itself and its nearest neighbours on a ring, a majority, each another one. */
  private static Cut ring(List<String> order) {
    int n = order.size();
    int reach = (n / 2 + 1) / 2;
    Set<Link> links = new LinkedHashSet<>();
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int distance = Math.min(Math.floorMod(i - j, n), Math.floorMod(j - i, n));
        if (distance > reach) {
          links.add(new Link(order.get(i), order.get(j)));
        }
      }
      seen.add(order.get(i));
    }
    String shown = "ring " + String.join("-", seen);
    return new Cut("majorities-ring", order.subList(0, 1), links, shown);
  }

  /**
   * The fault.
   *
   * @param nodes those on its smaller side
   * @param groups the sides, for people
   */
  private record Cut(String shape, List<String> nodes, Collection<Link> links, String groups)
      implements CutLinks {
    static Cut split(String shape, List<String> left, List<String> right) {
      return new Cut(shape, left, Link.between(left, right), left + " | " + right);
    }

    /** Without sides, everybody who is cut off from somebody. */
    @Override
    public Collection<String> struck() {
      boolean haveSides =
          links.stream().allMatch(l -> nodes.contains(l.from()) ^ nodes.contains(l.to()));
      return haveSides
          ? nodes
          : links.stream().flatMap(l -> Stream.of(l.from(), l.to())).distinct().toList();
    }

    @Override
    public String describe() {
      return "partition " + shape + " " + groups;
    }

    @Override
    public Set<FaultTrait> traits() {
      return Set.of(FaultTrait.SILENCES);
    }

    @Override
    public void inject(FaultContext at) throws IOException {
      at.ability(LinkCuts.class).cut(at.name(), links);
    }

    @Override
    public void heal(FaultContext at) throws IOException {
      at.ability(LinkCuts.class).restorePackets(at.name(), Link.ends(links));
    }

    @Override
    public Seen verify(FaultContext at) throws IOException, TargetException {
      return LinkChecks.isCut(at, links);
    }

    @Override
    public Seen verifyKept(FaultContext at, Baseline since) throws IOException, TargetException {
      Seen now = verify(at);
      return now.holds() ? LinkChecks.nothingPassed(at, links, since) : now;
    }
  }
}
