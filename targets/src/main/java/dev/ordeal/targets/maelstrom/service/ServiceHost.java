package dev.ordeal.targets.maelstrom.service;

import dev.ordeal.targets.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Serves the services to nodes, at a port of this machine's loopback, until this process ends. No
 * fault strikes it. Thread-safe.
 */
public final class ServiceHost {
  private static final String HOST = "127.0.0.1";
  private static final int BACKLOG = 200;

  private final JsonMapper json = new JsonMapper();
  private final Map<String, Service> services;
  private final ServerSocket server;

  private ServiceHost(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    services =
        Map.of(
            "lin-kv", new KeyValueService(new LatestValues()),
            "seq-kv", new KeyValueService(new LaggingViews(random.split())),
            "lww-kv", new KeyValueService(new SkewedReplicas(random.split())),
            "lin-tso", new Timestamps());
    server = new ServerSocket(0, BACKLOG, InetAddress.getByName(HOST));
  }

  /**
   * Starts to serve, with nothing stored.
   *
   * @param seed decides what the weaker services show to whom
   */
  public static ServiceHost start(long seed) throws IOException {
    ServiceHost host = new ServiceHost(seed);
    Thread.ofPlatform().daemon().name("services").start(host::acceptAll);
    return host;
  }

  /** Where nodes reach it. */
  public Address address() {
    return new Address(HOST, server.getLocalPort());
  }

  private void acceptAll() {
    while (!server.isClosed()) {
      try {
        Socket node = server.accept();
        Thread.ofVirtual().start(() -> serve(node));
      } catch (IOException broken) {
        // One node that vanished while it was accepted; the next may do better.
      }
    }
  }

  private void serve(Socket node) {
    try (node;
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      node.setTcpNoDelay(true);
      OutputStream out = node.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException | JacksonException gone) {
      // The node is gone, or does not speak the protocol; its log says so.
    }
  }

  /** The answer to one message. */
  String answer(String line) {
    JsonNode message = json.readTree(line);
    String name = message.path("dest").asString("");
    String client = message.path("src").asString("");
    JsonNode request = message.path("body");
    ObjectNode reply = json.createObjectNode();
    ObjectNode body = json.createObjectNode();
    try {
      Service service = services.get(name);
      synchronized (service) {
        body.put("type", service.answer(client, request, body));
      }
    } catch (ServiceError refused) {
      body.removeAll();
      body.put("type", "error");
      body.put("code", refused.code());
      body.put("text", refused.getMessage());
    }
    if (request.has("msg_id")) {
      body.set("in_reply_to", request.get("msg_id"));
    }
    reply.put("src", name);
    reply.put("dest", client);
    reply.set("body", body);
    return reply.toString();
  }
}
