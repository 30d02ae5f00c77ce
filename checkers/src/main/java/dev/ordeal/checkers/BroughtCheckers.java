package dev.ordeal.checkers;

import dev.ordeal.results.registry.Registry;
import java.util.List;

/** The checkers that users bring. */
public final class BroughtCheckers {
  private static final Registry<Checker> REGISTRY = Registry.of(Checker.class, "checker");

  private BroughtCheckers() {}

  /**
   * All of them, in the order of their places; none if {@code --path} was not given.
   *
   * @throws dev.ordeal.results.registry.ExtensionException if one cannot be made, or two have the
   *     same name
   */
  public static List<Checker> all() {
    return REGISTRY.all();
  }
}
