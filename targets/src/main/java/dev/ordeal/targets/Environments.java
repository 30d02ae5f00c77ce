package dev.ordeal.targets;

import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.host.HostCluster;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.process.ProcessCluster;
import dev.ordeal.targets.ssh.SshAddress;
import dev.ordeal.targets.ssh.SshMachines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where nodes can live, by name. */
public final class Environments {
  private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

  static {
    DESCRIPTIONS.put("process", "child processes on this machine's loopback interface");
    DESCRIPTIONS.put("netns", "network namespaces on this machine; needs root");
    DESCRIPTIONS.put("docker", "containers of one network on this machine's Docker engine");
    DESCRIPTIONS.put("ssh", "machines reached by SSH and marked as disposable; --ssh names them");
  }

  private Environments() {}

  /**
   * What an environment has to be told.
   *
   * @param ssh the machines of {@code ssh}
   * @param sshConfig an OpenSSH configuration; {@code ~/.ssh/config} if null
   * @param provision whether what machines of {@code ssh} lack is installed there
   * @param image the image of {@code docker}
   */
  public record Settings(List<SshAddress> ssh, Path sshConfig, boolean provision, String image) {
    /** For environments that need none. */
    public static final Settings NONE = new Settings(List.of(), null, false, DockerNetwork.IMAGE);
  }

  public static List<String> names() {
    return List.copyOf(DESCRIPTIONS.keySet());
  }

  public static String description(String name) {
    return DESCRIPTIONS.get(name);
  }

  /**
   * Starts a cluster.
   *
   * @throws TargetException if the environment cannot be had
   */
  public static Cluster start(String environment, Settings settings, ClusterSetup setup)
      throws IOException, TargetException {
    try {
      return environment.equals("process")
          ? ProcessCluster.start(setup)
          : HostCluster.start(setup, hosts(environment, settings, setup));
    } catch (IOException | TargetException | RuntimeException failed) {
      setup.toxiproxy().close();
      throw failed;
    }
  }

  private static Hosts hosts(String environment, Settings settings, ClusterSetup setup)
      throws IOException, TargetException {
    List<String> names = List.copyOf(setup.folders().keySet());
    String runId = setup.runId();
    FaultJournal journal = setup.journal();
    return switch (environment) {
      case "netns" -> NetnsNetwork.create(runId, setup.folders(), journal);
      case "docker" ->
          DockerNetwork.create(
              settings.image(), names, runId, journal, setup.wants(Capability.DISK));
      case "ssh" ->
          SshMachines.open(
              settings.ssh(), names, settings.sshConfig(), settings.provision(), runId, journal);
      default -> throw new IllegalArgumentException("unknown environment " + environment);
    };
  }
}
