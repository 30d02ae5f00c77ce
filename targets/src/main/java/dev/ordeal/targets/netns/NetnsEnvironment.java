package dev.ordeal.targets.netns;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.HostCluster;
import java.io.IOException;

/** Nodes are processes in network namespaces of this machine. */
public final class NetnsEnvironment implements Environment {
  @Override
  public String name() {
    return "netns";
  }

  @Override
  public String description() {
    return "network namespaces on this machine; needs root";
  }

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return HostCluster.start(
        setup, NetnsNetwork.create(setup.runId(), setup.folders(), setup.journal()));
  }
}
