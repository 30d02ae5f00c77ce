package dev.ordeal.nemesis.schedule;

import dev.ordeal.nemesis.BroughtFaultType;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.registry.Registry;
import dev.ordeal.results.registry.UnknownNameException;
import dev.ordeal.targets.ability.LinkCuts;
import dev.ordeal.targets.link.Links;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * The kinds of faults by name: Ordeal's, in the order of its service file, then those that users
 * brought. Thread-safe.
 */
public final class FaultTypes {
  public static final Registry<FaultType> REGISTRY =
      Registry.of(FaultType.class, "fault", BroughtFaultType::of);

  /** Abilities by which links between nodes are struck. */
  private static final Set<Class<?>> OF_LINKS = Set.of(Links.class, LinkCuts.class);

  private FaultTypes() {}

  public static List<FaultType> all() {
    return REGISTRY.all();
  }

  /** What a run without {@code --faults} gets. */
  public static List<FaultType> defaults() {
    return all().stream().filter(FaultType::isDefault).toList();
  }

  /** The same where no link between nodes can be struck. */
  public static List<FaultType> defaultsWithoutLinks() {
    return defaults().stream()
        .filter(type -> Collections.disjoint(type.needs(), OF_LINKS))
        .toList();
  }

  /**
   * The kind of a name, or of a name that it had before.
   *
   * @throws UnknownNameException if there is none; the message says which was probably meant
   */
  public static FaultType get(String name) {
    return REGISTRY.get(name);
  }
}
