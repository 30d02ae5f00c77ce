package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.echo.EchoClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Says something, and hears it again. */
record EchoByRpc(RpcSession session) implements EchoClient {
  @Override
  public Value echo(long said) throws Exception {
    ObjectNode request = RpcSession.request("echo");
    request.put("echo", said);
    JsonNode heard = Replies.field(session.outcome(request), "echo");
    return heard.isIntegralNumber() && heard.canConvertToLong()
        ? Value.of(heard.asLong())
        : Value.of(heard.toString());
  }

  @Override
  public void close() {
    session.close();
  }
}
