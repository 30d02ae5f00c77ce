package dev.ordeal.nemesis;

import dev.ordeal.targets.link.Link;
import dev.ordeal.workloads.generator.Seed;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What is known when a fault is drawn.
 *
 * @param shape one of {@link FaultType#shapes}, or named nodes ({@link FaultTargeting#NAMED})
 * @param seed decides all that the shape leaves open; split it by purpose
 * @param nodes all nodes of the run, in order
 * @param leader the node that leads now; empty if none says so
 * @param victims the nodes that the fault before this one struck; empty if it is the first
 */
public record Aim(
    String shape, Seed seed, List<String> nodes, Optional<String> leader, List<String> victims) {
  /**
   * The nodes that the shape means.
   *
   * @throws IllegalArgumentException if the shape is unknown, or names other nodes
   */
  public List<String> struck() {
    return FaultTargeting.struck(this);
  }

  /** All nodes in an order that the seed decides. */
  public List<String> order() {
    return seed.shuffled(nodes);
  }

  /** Every link from or to the struck nodes. */
  public Collection<Link> links() {
    return Link.touching(struck(), nodes);
  }

  /**
   * A number whose logarithm is uniform.
   *
   * @param purpose names the draw: other purposes give independent numbers
   */
  public double logUniform(String purpose, double least, double most) {
    return seed.split(purpose).logUniform(least, most);
  }
}
