package dev.ordeal.targets;

import dev.ordeal.results.registry.Registry;
import java.io.IOException;

/** The environments by name. */
public final class Environments {
  /** All of them; a user's own are found, too. */
  public static final Registry<Environment> REGISTRY =
      Registry.of(Environment.class, "environment");

  private Environments() {}

  /**
   * Starts a cluster.
   *
   * @throws TargetException if the environment is not available
   */
  public static Cluster start(String environment, EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    try {
      return REGISTRY.get(environment).start(settings, setup);
    } catch (IOException | TargetException | RuntimeException failed) {
      setup.toxiproxy().close();
      throw failed;
    }
  }
}
