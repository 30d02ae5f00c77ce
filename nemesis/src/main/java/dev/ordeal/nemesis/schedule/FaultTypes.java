package dev.ordeal.nemesis.schedule;

import dev.ordeal.nemesis.BroughtFaultType;
import dev.ordeal.nemesis.FaultType;
import dev.ordeal.results.registry.Registry;
import dev.ordeal.results.registry.UnknownNameException;
import java.util.List;

/**
 * The kinds of faults by name: Ordeal's, in the order of its service file, then those that users
 * brought. Thread-safe.
 */
public final class FaultTypes {
  public static final Registry<FaultType> REGISTRY =
      Registry.of(FaultType.class, "fault", BroughtFaultType::of);

  private FaultTypes() {}

  public static List<FaultType> all() {
    return REGISTRY.all();
  }

  /** What a run without {@code --faults} gets. */
  public static List<FaultType> defaults() {
    return all().stream().filter(FaultType::isDefault).toList();
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
