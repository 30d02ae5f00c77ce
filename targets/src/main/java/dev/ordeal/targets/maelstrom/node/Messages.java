package dev.ordeal.targets.maelstrom.node;

import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Messages that the program beside a node makes or answers itself. */
final class Messages {
  /** Who tells a node its name. */
  static final String STARTER = "c0";

  private static final JsonMapper JSON = new JsonMapper();
  private static final long INIT_ID = 1;

  private Messages() {}

  /** A message as JSON, or null if a line is none: an object with texts src, dest and a body. */
  static ObjectNode parse(String line) {
    try {
      return JSON.readTree(line) instanceof ObjectNode object && object.path("body").isObject()
          ? object
          : null;
    } catch (JacksonException broken) {
      return null;
    }
  }

  static String init(String name, List<String> nodes) {
    ObjectNode message = JSON.createObjectNode();
    message.put("src", STARTER);
    message.put("dest", name);
    ObjectNode body = message.putObject("body");
    body.put("type", "init");
    body.put("msg_id", INIT_ID);
    body.put("node_id", name);
    nodes.forEach(body.putArray("node_ids")::add);
    return message.toString();
  }

  /** Tells a node who is whose neighbour. */
  static void putTopology(ObjectNode message, Map<String, List<String>> topology) {
    ObjectNode all = ((ObjectNode) message.path("body")).putObject("topology");
    topology.forEach((node, neighbours) -> neighbours.forEach(all.putArray(node)::add));
  }

  /** A reply of this type to a client's message. */
  static ObjectNode reply(String from, JsonNode message, String type) {
    ObjectNode reply = JSON.createObjectNode();
    reply.put("src", from);
    reply.set("dest", message.path("src"));
    ObjectNode body = reply.putObject("body");
    body.put("type", type);
    body.set("in_reply_to", message.path("body").path("msg_id"));
    return reply;
  }

  static String type(JsonNode message) {
    return message.path("body").path("type").asString("");
  }
}
