package dev.ordeal.harness.cli.option;

import dev.ordeal.targets.Database;
import dev.ordeal.targets.Environment;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.Environments;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.attached.AttachedEnvironment;
import dev.ordeal.targets.docker.DockerNetwork;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options of {@code ordeal run} that say where the nodes live. */
public final class EnvironmentOptions {
  @Option(
      names = "--environment",
      paramLabel = "<environment>",
      description =
          "where the nodes live: process, netns (needs root), docker or ssh (default: process);"
              + " attached if the target's nodes run already")
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

  /**
   * Chooses the environment for a target, before anything else is asked.
   *
   * @throws UsageException if the one that was asked for cannot be
   */
  public void use(Database database) {
    boolean isRunning = !database.running().isEmpty();
    if (name == null) {
      name = isRunning ? AttachedEnvironment.NAME : "process";
    }
    if (isRunning != name.equals(AttachedEnvironment.NAME)) {
      throw new UsageException(
          isRunning
              ? "--environment %s: the nodes of %s run already; leave it out"
                  .formatted(name, database.name())
              : "--environment %s is for targets whose nodes run already, such as jdbc"
                  .formatted(name));
    }
  }

  /** The environment's name. */
  public String name() {
    return name;
  }

  /**
   * Whether there are links between so many nodes of a database that faults can strike.
   *
   * @throws UsageException if there is no such environment
   */
  public boolean reachesLinks(Database database, int nodes) {
    return nodes > 1 && Environments.REGISTRY.get(name).reachesLinks(database);
  }

  /**
   * How many nodes there are: one on each machine, where the environment is of machines.
   *
   * @param asked null if no number was asked for
   * @throws UsageException if that cannot be, or there is no such environment
   */
  public int nodes(Integer asked, int usual) {
    Environment environment = Environments.REGISTRY.get(name);
    OptionalInt decided = environment.nodes(settings());
    int count = asked == null ? decided.orElse(usual) : asked;
    if (decided.isPresent() && decided.getAsInt() != count) {
      throw new UsageException(
          "--nodes %d, but --environment %s has %d; leave --nodes out"
              .formatted(asked, name, decided.getAsInt()));
    }
    if (count < 1 || count > Environment.NODES_MAX) {
      throw new UsageException(
          "--nodes must be from 1 to " + Environment.NODES_MAX + ", not " + count);
    }
    return count;
  }

  /**
   * What the environment has to be told.
   *
   * @throws UsageException if an option is wrong, or for another environment
   */
  public EnvironmentSettings settings() {
    Environment environment = Environments.REGISTRY.get(name);
    for (String option : given()) {
      if (!environment.options().contains(option)) {
        throw new UsageException(
            "%s is for --environment %s, not %s"
                .formatted(option, owners(option), environment.name()));
      }
    }
    try {
      EnvironmentSettings settings =
          new EnvironmentSettings(
              machines.stream().map(SshAddress::parse).toList(),
              sshConfig == null ? null : sshConfig.toAbsolutePath(),
              provision,
              image);
      environment.check(settings);
      return settings;
    } catch (IllegalArgumentException wrong) {
      String said = wrong.getMessage();
      throw new UsageException(said.startsWith("--") ? said : "--ssh: " + said);
    }
  }

  private List<String> given() {
    List<String> given = new ArrayList<>();
    if (!machines.isEmpty()) {
      given.add("--ssh");
    }
    if (sshConfig != null) {
      given.add("--ssh-config");
    }
    if (provision) {
      given.add("--provision");
    }
    if (image != null) {
      given.add("--image");
    }
    return given;
  }

  private static String owners(String option) {
    return Environments.REGISTRY.all().stream()
        .filter(environment -> environment.options().contains(option))
        .map(Environment::name)
        .collect(Collectors.joining(" or "));
  }
}
