package dev.ordeal.targets.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HostConfig;
import dev.ordeal.results.run.FaultJournal;
import dev.ordeal.results.run.Undo;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.toxiproxy.LoopbackToxiproxy;
import dev.ordeal.targets.toxiproxy.ServerPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The real Toxiproxy in a container of this machine's network, started for this run. */
public final class ContainerToxiproxy implements LoopbackToxiproxy {
  /** The image that its authors publish. */
  public static final String IMAGE = "ghcr.io/shopify/toxiproxy:2.12.0";

  private final DockerClient client;
  private final String container;
  private final String image;
  private final ServerPort port;
  private final FaultJournal journal;
  private final long journalled;

  private ContainerToxiproxy(
      DockerClient client,
      String container,
      String image,
      ServerPort port,
      FaultJournal journal,
      long journalled) {
    this.client = client;
    this.container = container;
    this.image = image;
    this.port = port;
    this.journal = journal;
    this.journalled = journalled;
  }

  /**
   * Starts a server on a free port.
   *
   * @param image one whose entry point is {@code toxiproxy-server}, present on this machine
   */
  public static ContainerToxiproxy start(String image, String runId, FaultJournal journal)
      throws IOException, TargetException {
    String problem = Engine.problem();
    if (!problem.isEmpty()) {
      throw new TargetException("Toxiproxy in a container " + problem);
    }
    DockerClient client = Engine.client();
    ServerPort port = ServerPort.free();
    long line =
        journal.intent(
            "container of toxiproxy-server",
            new Undo(DockerNetwork.UNDO, Map.of(DockerNetwork.RUN, runId)));
    try {
      String id =
          client
              .createContainerCmd(image)
              .withLabels(Map.of(Engine.LABEL, runId))
              .withCmd("-host", ServerPort.HOST, "-port", Integer.toString(port.number()))
              // Its proxies listen, and lead, where this process would.
              .withHostConfig(HostConfig.newHostConfig().withNetworkMode("host"))
              .exec()
              .getId();
      ContainerToxiproxy server = new ContainerToxiproxy(client, id, image, port, journal, line);
      client.startContainerCmd(id).exec();
      server.await();
      return server;
    } catch (NotFoundException absent) {
      journal.undone(line, "there was no image");
      throw new TargetException(
          "The Docker engine lacks the image %1$s: docker pull %1$s, or name another with"
                  .formatted(image)
              + " --toxiproxy container:IMAGE, or use --toxiproxy embedded",
          absent);
    } catch (RuntimeException failed) {
      throw Engine.refused(failed);
    }
  }

  private void await() throws TargetException {
    try {
      port.await(
          () ->
              Boolean.TRUE.equals(
                  client.inspectContainerCmd(container).exec().getState().getRunning()));
    } catch (IOException deaf) {
      close();
      throw new TargetException(
          "toxiproxy-server of the image " + image + " does not listen", deaf);
    }
  }

  @Override
  public ServerPort serverPort() {
    return port;
  }

  @Override
  public String description() {
    return "toxiproxy-server in container " + container.substring(0, 12);
  }

  @Override
  public void close() {
    try {
      Engine.remove(client, container);
      journal.undone(journalled, "toxiproxy-server is removed");
    } catch (IOException unwritten) {
      throw new UncheckedIOException(unwritten);
    }
  }
}
