package dev.ordeal.targets.docker;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.ability.Disks;
import dev.ordeal.targets.host.HostCluster;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Nodes are containers of this machine's engine. */
public final class DockerEnvironment implements Environment {
  @Override
  public String name() {
    return "docker";
  }

  @Override
  public String description() {
    return "containers of one network on this machine's Docker engine";
  }

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return HostCluster.start(
        setup,
        DockerNetwork.create(
            settings.image() == null ? DockerNetwork.IMAGE : settings.image(),
            List.copyOf(setup.folders().keySet()),
            setup.runId(),
            setup.journal(),
            setup.wants(Disks.class)));
  }

  @Override
  public Set<String> options() {
    return Set.of("--image");
  }
}
