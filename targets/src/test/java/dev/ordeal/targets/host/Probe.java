package dev.ordeal.targets.host;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.Database;
import dev.ordeal.targets.NodeView;
import dev.ordeal.targets.jvm.JavaCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A cluster that tells what faults it sees. */
public final class Probe implements Database {
  private static final int PATIENCE_MILLIS = 5_000;

  /** A starved node needs long to answer at all: its whole virtual machine is starved. */
  private static final int SPIN_MILLIS = 60_000;

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public String description() {
    return "tells what it sees";
  }

  @Override
  public List<String> peerPorts() {
    return List.of("peer");
  }

  @Override
  public String clientPort() {
    return "client";
  }

  @Override
  public List<String> launch(NodeView node) {
    List<String> arguments = new ArrayList<>();
    arguments.add(node.name());
    arguments.add(node.data().toString());
    arguments.add(node.own("client").toString());
    arguments.add(node.own("peer").toString());
    for (String other : node.nodes()) {
      if (!other.equals(node.name())) {
        arguments.add(other + "=" + node.address(other, "peer"));
      }
    }
    return JavaCommand.of(node.machine(), ProbeNode.class, List.of("-Xmx32m"), arguments);
  }

  @Override
  public boolean isReady(Address client) {
    try {
      return !ask(client, "name").isEmpty();
    } catch (IOException unreachable) {
      return false;
    }
  }

  @Override
  public boolean isLeader(Address client) {
    return false;
  }

  /** Asks a node something. */
  static String ask(Address client, String question) throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(client.host(), client.port()), PATIENCE_MILLIS);
      socket.setSoTimeout(question.startsWith("spin") ? SPIN_MILLIS : PATIENCE_MILLIS);
      socket.getOutputStream().write((question + "\n").getBytes(StandardCharsets.UTF_8));
      String answer =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      if (answer == null) {
        throw new IOException("no answer");
      }
      return answer;
    }
  }

  /** A connection is made for each question, so that a killed node is one that does not answer. */
  interface Asking extends AutoCloseable {
    String ask(String question) throws IOException;

    @Override
    default void close() {}
  }

  @Override
  public Optional<AutoCloseable> client(Class<?> contract, Address client) {
    Asking asking = question -> ask(client, question);
    return Optional.of(asking);
  }
}
