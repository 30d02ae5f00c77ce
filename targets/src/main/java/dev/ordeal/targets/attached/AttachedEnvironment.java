package dev.ordeal.targets.attached;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import java.io.IOException;

/** The environment of databases that run already ({@code Database.running}). */
public final class AttachedEnvironment implements Environment {
  /** Its name. */
  public static final String NAME = "attached";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return "nodes that run already, for targets such as jdbc; no faults";
  }

  @Override
  public boolean reachesLinks(Database database) {
    return false;
  }

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return AttachedCluster.start(setup);
  }
}
