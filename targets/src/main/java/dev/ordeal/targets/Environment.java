package dev.ordeal.targets;

import dev.ordeal.results.registry.Named;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Where nodes live. An implementation is public and has a public constructor without parameters.
 */
public interface Environment extends Named {
  /** How many nodes a cluster may have: each pair of them has a link in each direction. */
  int NODES_MAX = 25;

  /**
   * Starts a cluster; what has begun when it fails is undone.
   *
   * @throws TargetException if the environment is not available; the message says what to do
   */
  Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException;

  /** The options of the command line that are this environment's own: {@code --image}, … */
  default Set<String> options() {
    return Set.of();
  }

  /**
   * Whether the links between a database's nodes can be struck here. Faults that need links are
   * none of the usual ones where they cannot.
   */
  default boolean reachesLinks(Database database) {
    return true;
  }

  /**
   * How many nodes there are, where the settings decide it.
   *
   * @return empty if {@code --nodes} decides it
   */
  default OptionalInt nodes(EnvironmentSettings settings) {
    return OptionalInt.empty();
  }

  /**
   * Checks the settings before anything is started.
   *
   * @throws IllegalArgumentException if one is missing or wrong; the message names the option
   */
  default void check(EnvironmentSettings settings) {}
}
