package dev.ordeal.targets.process;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import java.io.IOException;

/** Nodes are child processes of this one. */
public final class ProcessEnvironment implements Environment {
  @Override
  public String name() {
    return "process";
  }

  @Override
  public String description() {
    return "child processes on this machine's loopback interface";
  }

  /** By proxies, which nodes have to know each other by. */
  @Override
  public boolean reachesLinks(Database database) {
    return database.canBeBehindProxies();
  }

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return ProcessCluster.start(setup);
  }
}
