package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.set.BroadcastClient;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Messages to all nodes. */
record BroadcastByRpc(RpcSession session) implements BroadcastClient {
  /** A client, once the node knows who its neighbours are. */
  static BroadcastByRpc of(RpcSession session) throws Exception {
    session.outcome(RpcSession.request("topology"));
    return new BroadcastByRpc(session);
  }

  @Override
  public void add(long element) throws Exception {
    ObjectNode request = RpcSession.request("broadcast");
    request.put("message", element);
    session.outcome(request);
  }

  @Override
  public List<Long> elements() throws Exception {
    return Replies.numbers(session.outcome(RpcSession.request("read")), "messages");
  }

  @Override
  public void close() {
    session.close();
  }
}
