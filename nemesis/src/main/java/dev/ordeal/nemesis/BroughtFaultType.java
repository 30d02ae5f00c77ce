package dev.ordeal.nemesis;

import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.registry.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A user's kind of fault, with what it says of itself: asked once, since planning and the nemesis
 * ask without a time limit. Only {@link #draw} and {@link #refusal} are still its own code.
 */
public record BroughtFaultType(
    FaultType type,
    String name,
    String description,
    List<String> aliases,
    Set<Class<?>> needs,
    double weight,
    List<String> shapes,
    List<String> mildShapes,
    Set<String> shapesOfLeaders,
    boolean isDefault,
    Set<Consequence> consequences,
    boolean lastsThroughEpisode,
    String seedName)
    implements FaultType {
  /**
   * Asks a kind everything.
   *
   * @throws IllegalArgumentException if an answer is none
   */
  public static FaultType of(FaultType type) {
    List<String> shapes = List.copyOf(type.shapes());
    if (shapes.isEmpty() || !(type.weight() > 0)) {
      throw new IllegalArgumentException(
          "fault %s needs a shape and a weight above 0".formatted(type.name()));
    }
    List<String> all = new ArrayList<>(shapes);
    all.addAll(type.mildShapes());
    return new BroughtFaultType(
        type,
        type.name(),
        type.description(),
        List.copyOf(type.aliases()),
        Set.copyOf(type.needs()),
        type.weight(),
        shapes,
        List.copyOf(type.mildShapes()),
        all.stream().filter(type::needsLeader).collect(Collectors.toUnmodifiableSet()),
        type.isDefault(),
        Set.copyOf(type.consequences()),
        type.lastsThroughEpisode(),
        String.valueOf(type.seedName()));
  }

  @Override
  public boolean needsLeader(String shape) {
    return shapesOfLeaders.contains(shape)
        || (!shapes.contains(shape) && FaultTargeting.needsLeader(shape));
  }

  @Override
  public Fault draw(Aim aim) {
    return type.draw(aim);
  }

  @Override
  public Optional<String> refusal(List<String> named, List<String> all) {
    return type.refusal(named, all);
  }

  @Override
  public List<? extends Named> variants() {
    return List.of(this);
  }
}
