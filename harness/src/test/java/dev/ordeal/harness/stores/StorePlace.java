package dev.ordeal.harness.stores;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.cli.Main;
import dev.ordeal.targets.EnvironmentSettings;
import dev.ordeal.targets.SshAddress;
import dev.ordeal.targets.docker.DockerNetwork;
import dev.ordeal.targets.netns.NetnsNetwork;
import dev.ordeal.targets.shell.CommandResult;
import dev.ordeal.targets.shell.Commands;
import dev.ordeal.targets.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** An environment in which nodes are started, with whatever it stands on. */
final class StorePlace implements AutoCloseable {
  static final List<String> ENVIRONMENTS = List.of("process", "netns", "docker", "ssh");

  private static final int MACHINES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final String environment;
  private final Path folder;
  private final List<String> options;

  /**
   * @param folder other users may look into it, as a database may be another user's
   */
  private StorePlace(String environment, Path folder, List<String> options) {
    this.environment = environment;
    this.folder = folder;
    this.options = options;
  }

  /** Why it cannot be had here; empty if it can. */
  static String problem(String environment) throws Exception {
    String problem =
        switch (environment) {
          case "process" -> "";
          case "docker" -> DockerNetwork.problem(DockerNetwork.IMAGE);
          case "ssh" ->
              Files.isExecutable(Path.of("/usr/sbin/sshd"))
                  ? NetnsNetwork.problem()
                  : "needs sshd: scripts/provision installs it";
          default -> NetnsNetwork.problem();
        };
    return problem.isEmpty() ? "" : environment + " " + problem;
  }

  static StorePlace make(String environment) throws IOException {
    Path folder = Files.createTempDirectory("ordeal-stores-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    StorePlace bare = new StorePlace(environment, folder, List.of("--environment", environment));
    return environment.equals("ssh")
        ? new StorePlace(environment, folder, List.of(bare.machines("up").strip().split(" ")))
        : bare;
  }

  /** Machines that are network namespaces, each with an sshd of its own. */
  private String machines(String action) throws IOException {
    Path ordeal = folder.resolve("ordeal");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command =
        Shell.line(
            List.of(java, "-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Files.writeString(ordeal, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(ordeal, PosixFilePermissions.fromString("rwxr-xr-x"));
    String script =
        "ORDEAL=%s ../scripts/ssh-machines %s %s %d 2>%s"
            .formatted(
                Shell.quoted(ordeal.toString()),
                action,
                Shell.quoted(folder.resolve("machines").toString()),
                MACHINES,
                Shell.quoted(folder.resolve("machines.log").toString()));
    CommandResult answer = Commands.run(List.of("sh", "-c", script), PATIENCE);
    assertThat(answer.isGood()).as(script + ": " + answer.failure()).isTrue();
    return answer.output();
  }

  String environment() {
    return environment;
  }

  Path folder() {
    return folder;
  }

  /** Those of {@code ordeal run} for it. */
  List<String> options() {
    return options;
  }

  private String option(String name) {
    return options.get(options.indexOf(name) + 1);
  }

  EnvironmentSettings settings() {
    if (!environment.equals("ssh")) {
      return EnvironmentSettings.NONE;
    }
    List<SshAddress> machines =
        Stream.of(option("--ssh").split(",")).map(SshAddress::parse).toList();
    return new EnvironmentSettings(
        machines, Path.of(option("--ssh-config")), false, DockerNetwork.IMAGE);
  }

  /**
   * The processes of all nodes of a run while it is there.
   *
   * @param nodes the folder of the run's nodes on this machine
   */
  List<StoreProcesses> processes(String runId, Path nodes) throws IOException {
    List<StoreProcesses> processes = new ArrayList<>();
    for (int i = 1; i <= MACHINES; i++) {
      processes.add(processes(runId, nodes, "n" + i));
    }
    return processes;
  }

  StoreProcesses processes(String runId, Path nodes, String node) throws IOException {
    Path data =
        switch (environment) {
          case "docker" -> Path.of("/var/lib/ordeal", node);
          case "ssh" -> Path.of("/var/tmp/ordeal/runs", runId, node);
          default -> nodes.toRealPath().resolve(node);
        };
    return environment.equals("docker")
        ? StoreProcesses.ofContainer(container(runId, node), data.resolve("data"))
        : StoreProcesses.of(data.resolve("data"));
  }

  /** The number of a container's first process. */
  private static long container(String runId, String node) throws IOException {
    String label = "label=dev.ordeal.run=" + runId;
    String script =
        "docker inspect -f '{{.State.Pid}}' $(docker ps -q -f %s -f name='-%s$')"
            .formatted(Shell.quoted(label), node);
    return Long.parseLong(Commands.run(List.of("sh", "-c", script)).output().strip());
  }

  @Override
  public void close() throws IOException {
    if (environment.equals("ssh")) {
      machines("down");
    }
    Commands.run(List.of("rm", "-rf", folder.toString()));
  }
}
