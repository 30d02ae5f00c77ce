package dev.ordeal.targets.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.HostConfig;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.RunMark;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.host.Host;
import dev.ordeal.targets.host.HostUndo;
import dev.ordeal.targets.host.Hosts;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.CommandResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Containers on a network of their own. Everything bears the run's name as a label, by which it is
 * found and removed even after this process died.
 */
public final class DockerNetwork implements Hosts {
  /** The image of nodes unless another is named. */
  public static final String IMAGE = "ordeal-node";

  /** The kind of undoing, and its argument: all containers and networks of a run. */
  static final String UNDO = "docker-remove";

  static final String RUN = "run";

  /** The kind of undoing: something in a container of a run, if it is still there. */
  public static final String UNDO_INSIDE = "docker-execute";

  private final DockerClient client;
  private final String runId;
  private final FaultJournal journal;
  private final long journalled;
  private final List<Host> hosts = new ArrayList<>();

  private DockerNetwork(DockerClient client, String runId, FaultJournal journal, long journalled) {
    this.client = client;
    this.runId = runId;
    this.journal = journal;
    this.journalled = journalled;
  }

  /** Why there can be no such network on this machine; empty if there can be. */
  public static String problem(String image) throws TargetException {
    String engine = Engine.problem();
    if (!engine.isEmpty()) {
      return engine;
    }
    try {
      Engine.client().inspectImageCmd(image).exec();
      return "";
    } catch (NotFoundException absent) {
      return ("lacks the image %s: scripts/provision makes %s, or name one with --image that has"
              + " sh, grep, setsid and iptables")
          .formatted(image, IMAGE);
    } catch (RuntimeException failed) {
      return "cannot use the Docker engine: " + failed.getMessage();
    }
  }

  /**
   * Makes a container a node.
   *
   * @param choice the name of an image; or the path, with a slash in it, of a Dockerfile or a
   *     folder with one
   * @param mounts whether disks have to be mounted there
   * @throws TargetException if this machine does not allow it
   */
  public static DockerNetwork create(
      String choice, List<String> names, String runId, FaultJournal journal, boolean mounts)
      throws IOException, TargetException {
    String image = ImageBuild.isMeant(choice) ? ImageBuild.build(Engine.client(), choice) : choice;
    String problem = problem(image);
    if (!problem.isEmpty()) {
      throw new TargetException("The environment docker " + problem);
    }
    long line = journal.intent("containers of " + runId, new Undo(UNDO, Map.of(RUN, runId)));
    DockerNetwork network = new DockerNetwork(Engine.client(), runId, journal, line);
    try {
      network.build(image, names, mounts);
      journal.injected(line, "containers of " + runId + " are up");
      return network;
    } catch (RuntimeException failed) {
      network.close();
      throw new TargetException("The Docker engine refused: " + failed.getMessage(), failed);
    } catch (IOException | TargetException failed) {
      network.close();
      throw failed;
    }
  }

  private void build(String image, List<String> names, boolean mounts)
      throws IOException, TargetException {
    Map<String, String> labels = Map.of(Engine.LABEL, runId);
    client.createNetworkCmd().withName(tag()).withLabels(labels).exec();
    Map<String, Host> made = new ConcurrentHashMap<>();
    OnNodes.each(names, name -> made.put(name, container(image, name, labels, mounts)));
    names.forEach(name -> hosts.add(made.get(name)));
  }

  private Host container(String image, String name, Map<String, String> labels, boolean mounts)
      throws IOException, TargetException {
    String id =
        client
            .createContainerCmd(image)
            .withName(tag() + "-" + name)
            .withHostName(name)
            .withLabels(labels)
            .withEnv(MarkedProcesses.CONTAINER + "=" + new MarkedProcesses(runId, name).mark())
            .withEntrypoint(
                "env", MarkedProcesses.HELPER + "=1", "sh", "-c", "while :; do sleep 3600; done")
            .withHostConfig(rights(mounts).withNetworkMode(tag()).withBinds(DockerHost.mounts()))
            .exec()
            .getId();
    client.startContainerCmd(id).exec();
    InspectContainerResponse container = client.inspectContainerCmd(id).exec();
    ContainerNetwork place = container.getNetworkSettings().getNetworks().get(tag());
    Host host = new DockerHost(client, name, id, place.getIpAddress(), place.getGateway());
    requireTools(host, image);
    return host;
  }

  /** The network's name, and the beginning of the containers'. */
  private String tag() {
    return "ordeal-" + RunMark.tag(runId);
  }

  /** Packet rules may be changed, and disks mounted if need be; nothing else of the machine. */
  private static HostConfig rights(boolean mounts) {
    HostConfig rights = HostConfig.newHostConfig().withInit(true);
    return mounts
        ? rights
            .withCapAdd(Capability.NET_ADMIN, Capability.SYS_ADMIN)
            .withDevices(new Device("rwm", "/dev/fuse", "/dev/fuse"))
            .withSecurityOpts(List.of("apparmor=unconfined"))
        : rights.withCapAdd(Capability.NET_ADMIN);
  }

  private static void requireTools(Host host, String image) throws IOException, TargetException {
    String lacking =
        host.require(
                "for tool in iptables setsid grep base64; do"
                    + " command -v $tool >/dev/null || echo $tool; done")
            .strip();
    if (!lacking.isEmpty()) {
      throw new TargetException(
          "The image %s lacks %s".formatted(image, lacking.replace("\n", ", ")));
    }
    CommandResult java = host.execute("'" + host.java() + "' -version");
    if (!java.isGood()) {
      throw new TargetException(
          "This machine's Java does not run in the image %s: %s"
              .formatted(image, java.output().strip()));
    }
  }

  @Override
  public List<Host> hosts() {
    return List.copyOf(hosts);
  }

  /** Removes all that is left of a run's containers and networks. */
  public static String remove(Undo undo) throws IOException {
    String run = undo.argument(RUN);
    try {
      return Engine.removeAll(Engine.client(), run);
    } catch (TargetException gone) {
      throw new IOException(gone.getMessage(), gone);
    }
  }

  /**
   * Undoes something in a container that may be gone: with it went its processes, mounts and rules.
   *
   * @param runId the container has to bear this run's label
   */
  public static String undo(Undo undo, String runId) throws IOException {
    String container = undo.argument("container");
    String command = HostUndo.of(undo.arguments()).command();
    try {
      DockerClient client = Engine.client();
      try {
        InspectContainerResponse found = client.inspectContainerCmd(container).exec();
        if (!runId.equals(found.getConfig().getLabels().get(Engine.LABEL))) {
          throw new IOException(
              "refused: the container %s is not of run %s".formatted(container, runId));
        }
        if (!Boolean.TRUE.equals(found.getState().getRunning())) {
          return "the container does not run";
        }
      } catch (NotFoundException gone) {
        return "the container is gone";
      } catch (RuntimeException failed) {
        throw Engine.refused(failed);
      }
      CommandResult answer = Engine.execute(client, container, command);
      if (!answer.isGood()) {
        throw new IOException(container + ": " + answer.failure());
      }
      return "done in container " + container.substring(0, Math.min(12, container.length()));
    } catch (TargetException noEngine) {
      throw new IOException(noEngine.getMessage(), noEngine);
    }
  }

  @Override
  public void close() throws IOException {
    Engine.removeAll(client, runId);
    journal.undone(journalled, "containers of " + runId + " are removed");
  }
}
