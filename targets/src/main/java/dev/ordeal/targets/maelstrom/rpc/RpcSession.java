package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.targets.Address;
import dev.ordeal.targets.jvm.LineConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One client of one node: a request and its reply, one after the other. One thread uses it. */
public final class RpcSession implements AutoCloseable {
  /** As long as Maelstrom's own clients wait. */
  static final int TIMEOUT_MILLIS = 5_000;

  /** Clients' names are unique in a run. */
  private static final AtomicLong CLIENTS = new AtomicLong();

  private static final JsonMapper JSON = new JsonMapper();

  private final String name = "c" + CLIENTS.incrementAndGet();
  private final LineConnection connection;
  private long lastId;

  /**
   * Connects to a node.
   *
   * @param timeoutMillis how long each reply may take
   */
  public RpcSession(Address node, int timeoutMillis) throws IOException {
    connection = new LineConnection(node, timeoutMillis);
  }

  /** A body of a request, to be filled. */
  static ObjectNode request(String type) {
    ObjectNode body = JSON.createObjectNode();
    body.put("type", type);
    return body;
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @return the reply's body, of type {@code TYPE_ok}
   * @throws RpcError if the reply is an error
   * @throws IOException if there is none, or it is none of this protocol
   */
  JsonNode call(ObjectNode body) throws IOException, RpcError {
    String type = body.path("type").asString();
    JsonNode reply = exchange(body);
    String replied = reply.path("type").asString("");
    if (replied.equals("error")) {
      throw new RpcError(reply.path("code").asInt(0), reply.path("text").asString(""));
    }
    if (!replied.equals(type + "_ok")) {
      throw new IOException("%s answered with %s".formatted(type, reply));
    }
    return reply;
  }

  /** As {@link #call}, with an error as the harness understands it. */
  JsonNode outcome(ObjectNode body) throws Exception {
    try {
      return call(body);
    } catch (RpcError refused) {
      throw refused.asOutcome();
    }
  }

  private JsonNode exchange(ObjectNode body) throws IOException {
    lastId++;
    body.put("msg_id", lastId);
    ObjectNode message = JSON.createObjectNode();
    message.put("src", name);
    message.set("body", body);
    connection.send(message.toString());
    while (true) {
      JsonNode reply = parsed(connection.receive()).path("body");
      // A reply to an earlier request is of no use any more.
      if (reply.path("in_reply_to").asLong(-1) == lastId) {
        return reply;
      }
    }
  }

  private static JsonNode parsed(String line) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JacksonException broken) {
      throw new IOException("the reply is not JSON: " + line, broken);
    }
  }

  /** Whether the node has answered {@code init}. */
  public boolean isInitialized() throws IOException {
    return exchange(request("ordeal_status")).path("initialized").asBoolean(false);
  }

  @Override
  public void close() {
    connection.close();
  }
}
