package dev.ordeal.targets;

import dev.ordeal.results.registry.Registry;
import java.util.Map;
import java.util.Optional;

/** The databases by name. */
public final class Targets {
  /** All of them; a user's own are found, too. */
  public static final Registry<Database> REGISTRY = Registry.of(Database.class, "target");

  private Targets() {}

  /**
   * A database with its options.
   *
   * @param name its name, or a class
   * @throws IllegalArgumentException if an option's value is wrong
   */
  public static Optional<Database> byName(String name, Map<String, String> options) {
    return REGISTRY.find(name, options);
  }
}
