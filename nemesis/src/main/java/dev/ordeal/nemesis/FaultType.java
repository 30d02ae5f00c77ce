package dev.ordeal.nemesis;

import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.registry.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kind of fault that can be asked for by name, with {@code --faults} or in a schedule.
 *
 * <p>One class a kind, with a public constructor without parameters and a line in {@code
 * META-INF/services/dev.ordeal.nemesis.FaultType} of its jar. Implementations are stateless and
 * thread-safe.
 */
public interface FaultType extends Named {
  /**
   * The abilities that the environment must have ({@link dev.ordeal.targets.ability}); a run in one
   * that lacks any is refused before it starts.
   */
  Set<Class<?>> needs();

  /**
   * Makes the fault for particular nodes. Pure: the same aim gives the same fault; every number
   * comes from {@link Aim#seed}.
   */
  Fault draw(Aim aim);

  /** How often a drawn plan chooses it, relative to the others; above 0. */
  default double weight() {
    return 1;
  }

  /**
   * Which nodes it strikes, or in what form; frequent shapes are listed more than once. {@link
   * Aim#struck} knows {@code leader}, {@code one}, {@code minority}, {@code majority}, {@code
   * followers}, {@code all} and {@code victim} (the nodes that the fault before struck).
   */
  default List<String> shapes() {
    return List.of("leader", "one", "minority");
  }

  /** The shapes that leave a majority of nodes running, for the first fault of a run. */
  default List<String> mildShapes() {
    return shapes();
  }

  /** Whether a shape means something only while a node leads. */
  default boolean needsLeader(String shape) {
    return FaultTargeting.needsLeader(shape);
  }

  /** Whether a run without {@code --faults} gets it. */
  default boolean isDefault() {
    return false;
  }

  /** What it may do to the nodes that it strikes beside what it is meant to do. */
  default Set<Consequence> consequences() {
    return Set.of();
  }

  /**
   * Whether it shows only together with others, as a wrong clock does: it lasts to the end of its
   * episode, and faults overlapping it mostly strike the same nodes.
   */
  default boolean lastsThroughEpisode() {
    return false;
  }

  /**
   * Why a fault of this kind on named nodes would strike nothing; empty if it would.
   *
   * @param named the nodes that a schedule names
   * @param all all nodes of the run
   */
  default Optional<String> refusal(List<String> named, List<String> all) {
    return Optional.empty();
  }

  /** The name from which random draws are split; it stays when a kind is renamed. */
  default String seedName() {
    return name();
  }
}
