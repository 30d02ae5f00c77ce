package dev.ordeal.targets.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import dev.ordeal.targets.OnNodes;
import dev.ordeal.targets.TargetException;
import dev.ordeal.targets.kernel.MarkedProcesses;
import dev.ordeal.targets.shell.CommandResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;

/** This machine's Docker engine. */
final class Engine {
  /** The label of everything a run makes; its value is the run's name. */
  static final String LABEL = "dev.ordeal.run";

  private static final Path SOCKET = Path.of("/var/run/docker.sock");
  private static final int COMMAND_SECONDS = 60;

  private Engine() {}

  /**
   * The engine's client.
   *
   * @throws TargetException if no engine answers
   */
  static DockerClient client() throws TargetException {
    String problem = problem();
    if (!problem.isEmpty()) {
      throw new TargetException("The environment docker " + problem);
    }
    return DockerClientFactory.lazyClient();
  }

  /**
   * Why there is no engine; empty if there is one. Asked by ourselves, because the library goes on
   * trying for minutes where it finds none.
   */
  static String problem() {
    if (!Files.exists(SOCKET)) {
      return "needs a Docker engine on this machine: there is no " + SOCKET + "; start dockerd";
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(SOCKET));
      String question = "GET /_ping HTTP/1.0\r\n\r\n";
      channel.write(ByteBuffer.wrap(question.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(256);
      channel.read(answer);
      String text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      return text.contains(" 200 ") ? "" : "got no good answer from the engine: " + text.strip();
    } catch (IOException refused) {
      return ("cannot reach the Docker engine at %s (%s): start dockerd, or ask for the right to"
              + " use it")
          .formatted(SOCKET, refused.getMessage());
    }
  }

  /** Runs a command in a container; bytes of both outputs together. */
  static CommandResult execute(DockerClient client, String container, String command)
      throws IOException {
    try {
      String exec =
          client
              .execCreateCmd(container)
              .withUser("root")
              .withEnv(List.of(MarkedProcesses.HELPER + "=1"))
              .withCmd("sh", "-c", command)
              .withAttachStdout(true)
              .withAttachStderr(true)
              .exec()
              .getId();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      boolean isOver =
          client
              .execStartCmd(exec)
              .exec(
                  new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                      output.writeBytes(frame.getPayload());
                    }
                  })
              .awaitCompletion(COMMAND_SECONDS, TimeUnit.SECONDS);
      Long status = client.inspectExecCmd(exec).exec().getExitCodeLong();
      if (!isOver || status == null) {
        throw new IOException(
            "container %s: a command does not end in %d s".formatted(container, COMMAND_SECONDS));
      }
      return new CommandResult(status.intValue(), output.toString(StandardCharsets.UTF_8));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interrupted);
    } catch (RuntimeException failed) {
      throw refused(failed);
    }
  }

  /** What the engine did not do: its client throws its own exceptions, or any if there is none. */
  static IOException refused(Exception failed) {
    return new IOException("the Docker engine: " + failed.getMessage(), failed);
  }

  /** Removes every container and network of a run. */
  static String removeAll(DockerClient client, String runId) throws IOException {
    Map<String, String> label = Map.of(LABEL, runId);
    List<String> removed = new ArrayList<>();
    try {
      List<Container> containers =
          client.listContainersCmd().withShowAll(true).withLabelFilter(label).exec();
      OnNodes.each(containers, container -> remove(client, container.getId()));
      containers.forEach(container -> removed.add(container.getNames()[0]));
      for (Network network :
          client.listNetworksCmd().withFilter("label", List.of(LABEL + "=" + runId)).exec()) {
        client.removeNetworkCmd(network.getId()).exec();
        removed.add(network.getName());
      }
    } catch (TargetException | RuntimeException failed) {
      throw refused(failed);
    }
    return removed.isEmpty() ? "no container left" : "removed " + removed;
  }

  /** Removes a container, if it is there. */
  static void remove(DockerClient client, String id) {
    try {
      client.removeContainerCmd(id).withForce(true).withRemoveVolumes(true).exec();
    } catch (NotFoundException gone) {
      // As wanted.
    }
  }
}
