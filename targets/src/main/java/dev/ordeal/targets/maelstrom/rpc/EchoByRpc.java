package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.echo.EchoClient;
import tools.jackson.databind.node.ObjectNode;

/** Says something, and hears it again. */
record EchoByRpc(RpcSession session) implements EchoClient {
  @Override
  public long echo(long said) throws Exception {
    ObjectNode request = RpcSession.request("echo");
    request.put("echo", said);
    return Replies.number(session.outcome(request), "echo");
  }

  @Override
  public void close() {
    session.close();
  }
}
