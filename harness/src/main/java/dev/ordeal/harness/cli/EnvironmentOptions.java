package dev.ordeal.harness.cli;

import dev.ordeal.targets.Environments;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.ssh.SshAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of {@code ordeal run} that say where the nodes live. */
final class EnvironmentOptions {
  private static final int NODES_MAX = 25;

  @Option(
      names = "--environment",
      paramLabel = "<environment>",
      defaultValue = "process",
      description =
          "where the nodes live: process, netns (needs root), docker or ssh (default:"
              + " ${DEFAULT-VALUE})")
  private String name;

  @Option(
      names = "--ssh",
      split = ",",
      description = "the machines of --environment ssh, one a node: [USER@]HOST[:PORT],…")
  private List<String> machines = new ArrayList<>();

  @Option(names = "--ssh-config", description = "an OpenSSH configuration (default: ~/.ssh/config)")
  private Path sshConfig;

  @Option(
      names = "--provision",
      description =
          "install on the machines of --environment ssh what they lack: packages by apt-get, a copy"
              + " of this Java; it stays there")
  private boolean provision;

  @Option(
      names = "--image",
      description =
          "the image of --environment docker, or ./path of a Dockerfile to build it from (default: "
              + DockerNetwork.IMAGE
              + ")")
  private String image;

  /** The environment's name. */
  String name() {
    return name;
  }

  /**
   * How many nodes there are: one on each machine, where the environment is of machines.
   *
   * @param asked null if no number was asked for
   * @throws UsageException if that cannot be, or there is no such environment
   */
  int nodes(Integer asked, int usual) {
    int count = asked == null ? usual : asked;
    if (name.equals("ssh")) {
      count = machines.size();
      if (asked != null && asked != count) {
        throw new UsageException(
            "--nodes %d, but --ssh names %d machines; leave --nodes out".formatted(asked, count));
      }
    }
    if (count < 1 || count > NODES_MAX) {
      throw new UsageException("--nodes must be from 1 to " + NODES_MAX + ", not " + count);
    }
    if (!Environments.names().contains(name)) {
      throw new UsageException(
          "Unknown environment '%s'. Known: %s"
              .formatted(name, String.join(", ", Environments.names())));
    }
    return count;
  }

  /**
   * What the environment has to be told.
   *
   * @throws UsageException if an option is wrong, or for another environment
   */
  Environments.Settings settings() {
    if (name.equals("ssh") == machines.isEmpty()) {
      throw new UsageException(
          machines.isEmpty()
              ? "--environment ssh needs --ssh USER@HOST,…: the machines, one a node"
              : "--ssh is for --environment ssh, not " + name);
    }
    if (provision && !name.equals("ssh")) {
      throw new UsageException(
          name.equals("docker")
              ? "--provision is for --environment ssh; for docker, --image ./Dockerfile says what"
                  + " containers have"
              : "--provision is for --environment ssh, not " + name);
    }
    if (image != null && !name.equals("docker")) {
      throw new UsageException("--image is for --environment docker, not " + name);
    }
    try {
      return new Environments.Settings(
          machines.stream().map(SshAddress::parse).toList(),
          sshConfig == null ? null : sshConfig.toAbsolutePath(),
          provision,
          image == null ? DockerNetwork.IMAGE : image);
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--ssh: " + wrong.getMessage());
    }
  }
}
