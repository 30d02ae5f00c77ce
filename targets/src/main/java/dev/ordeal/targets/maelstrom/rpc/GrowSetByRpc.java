package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.set.GrowSetClient;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A set that only grows. */
record GrowSetByRpc(RpcSession session) implements GrowSetClient {
  @Override
  public void add(long element) throws Exception {
    ObjectNode request = RpcSession.request("add");
    request.put("element", element);
    session.outcome(request);
  }

  @Override
  public List<Long> elements() throws Exception {
    return Replies.numbers(session.outcome(RpcSession.request("read")), "value");
  }

  @Override
  public void close() {
    session.close();
  }
}
