package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.register.RegisterClient;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Registers, by the requests of {@code lin-kv}. */
record RegisterByRpc(RpcSession session) implements RegisterClient {
  private static final int NO_SUCH_KEY = 20;
  private static final int PRECONDITION_FAILED = 22;

  private static ObjectNode request(String type, long key) {
    ObjectNode request = RpcSession.request(type);
    request.put("key", key);
    return request;
  }

  @Override
  public OptionalLong read(long key) throws Exception {
    try {
      JsonNode reply = session.call(request("read", key));
      return Replies.field(reply, "value").isNull()
          ? OptionalLong.empty()
          : OptionalLong.of(Replies.number(reply, "value"));
    } catch (RpcError refused) {
      if (refused.code() == NO_SUCH_KEY) {
        return OptionalLong.empty();
      }
      throw refused.asOutcome();
    }
  }

  @Override
  public void write(long key, long value) throws Exception {
    ObjectNode request = request("write", key);
    request.put("value", value);
    session.outcome(request);
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws Exception {
    ObjectNode request = request("cas", key);
    request.put("from", expected);
    request.put("to", replacement);
    try {
      session.call(request);
      return true;
    } catch (RpcError refused) {
      if (refused.code() == PRECONDITION_FAILED || refused.code() == NO_SUCH_KEY) {
        return false;
      }
      throw refused.asOutcome();
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
