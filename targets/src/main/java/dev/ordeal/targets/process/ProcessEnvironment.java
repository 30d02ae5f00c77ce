package dev.ordeal.targets.process;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
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

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return ProcessCluster.start(setup);
  }
}
