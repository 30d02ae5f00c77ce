package dev.ordeal.targets.ssh;

import dev.ordeal.targets.Cluster;
import dev.ordeal.targets.ClusterSetup;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.HostCluster;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Nodes are machines that are reached by SSH. */
public final class SshEnvironment implements Environment {
  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public String description() {
    return "machines reached by SSH and marked as disposable; --ssh names them";
  }

  @Override
  public Cluster start(EnvironmentSettings settings, ClusterSetup setup)
      throws IOException, TargetException {
    return HostCluster.start(
        setup,
        SshMachines.open(
            settings.ssh(),
            List.copyOf(setup.folders().keySet()),
            settings.sshConfig(),
            settings.provision(),
            setup.runId(),
            setup.journal()));
  }

  @Override
  public Set<String> options() {
    return Set.of("--ssh", "--ssh-config", "--provision");
  }

  @Override
  public OptionalInt nodes(EnvironmentSettings settings) {
    return OptionalInt.of(settings.ssh().size());
  }

  @Override
  public void check(EnvironmentSettings settings) {
    if (settings.ssh().isEmpty()) {
      throw new IllegalArgumentException(
          "--environment ssh needs --ssh USER@HOST,…: the machines, one a node");
    }
  }
}
