package dev.ordeal.targets.maelstrom.node;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Where a message goes: to this node, another one, a client or a service. Thread-safe. */
final class Router {
  /** The services that Maelstrom offers to nodes. */
  private static final Set<String> SERVICES = Set.of("lin-kv", "seq-kv", "lww-kv", "lin-tso");

  /** What a program does that says something which is no message. */
  private static final int EXIT_NO_MESSAGE = 70;

  private final String name;
  private final NodeProgram program;
  private final Map<String, Outlet> peers;
  private final Outlet services;
  private final Map<String, List<String>> topology;
  private final Map<String, InletPort.Connection> clients = new ConcurrentHashMap<>();
  private volatile boolean isInitialized;
  private volatile boolean knowsTopology;

  Router(
      String name,
      NodeProgram program,
      Map<String, Outlet> peers,
      Outlet services,
      Map<String, List<String>> topology) {
    this.name = name;
    this.program = program;
    this.peers = Map.copyOf(peers);
    this.services = services;
    this.topology = topology;
  }

  /** A line that the node wrote; one that is no message ends the node, which says so. */
  void fromNode(String line) {
    ObjectNode message = Messages.parse(line);
    if (message == null || !message.path("dest").isString()) {
      System.out.printf("fatal: node %s wrote a line that is no message: %s%n", name, line);
      Runtime.getRuntime().halt(EXIT_NO_MESSAGE);
      return;
    }
    String dest = message.path("dest").asString();
    if (dest.equals(name)) {
      program.send(line);
    } else if (peers.containsKey(dest)) {
      peers.get(dest).offer(line);
    } else if (SERVICES.contains(dest)) {
      services.offer(line);
    } else if (dest.equals(Messages.STARTER)) {
      answeredStart(message);
    } else if (!toClient(dest, message, line)) {
      // A client of another node, who knows it.
      peers.values().forEach(peer -> peer.offer(line));
    }
  }

  private void answeredStart(JsonNode message) {
    if (Messages.type(message).equals("init_ok")) {
      isInitialized = true;
    } else {
      System.out.printf(
          "error: node %s did not answer init with init_ok: %s%n", name, message.path("body"));
    }
  }

  private boolean toClient(String dest, JsonNode message, String line) {
    InletPort.Connection client = clients.get(dest);
    if (client == null) {
      return false;
    }
    if (Messages.type(message).equals("topology_ok")) {
      knowsTopology = true;
    }
    client.send(line);
    return true;
  }

  /** A message of another node or of a service. */
  void fromAfar(String line) {
    ObjectNode message = Messages.parse(line);
    if (message == null) {
      return;
    }
    String dest = message.path("dest").asString("");
    if (dest.equals(name)) {
      program.send(line);
    } else {
      toClient(dest, message, line);
    }
  }

  /** A message of a client, for this node. */
  void fromClient(String line, InletPort.Connection client) {
    ObjectNode message = Messages.parse(line);
    if (message == null) {
      client.close();
      return;
    }
    switch (Messages.type(message)) {
      case "ordeal_status" -> {
        ObjectNode status = Messages.reply(name, message, "ordeal_status_ok");
        ((ObjectNode) status.path("body")).put("initialized", isInitialized);
        client.send(status.toString());
      }
      case "topology" -> {
        if (knowsTopology) {
          client.send(Messages.reply(name, message, "topology_ok").toString());
        } else {
          Messages.putTopology(message, topology);
          pass(message, client);
        }
      }
      default -> pass(message, client);
    }
  }

  private void pass(ObjectNode message, InletPort.Connection client) {
    clients.values().removeIf(InletPort.Connection::isClosed);
    clients.put(message.path("src").asString(""), client);
    message.put("dest", name);
    program.send(message.toString());
  }
}
