package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.counter.SharedCounterClient;
import tools.jackson.databind.node.ObjectNode;

/** One counter. */
record CounterByRpc(RpcSession session) implements SharedCounterClient {
  @Override
  public void change(long amount) throws Exception {
    ObjectNode request = RpcSession.request("add");
    request.put("delta", amount);
    session.outcome(request);
  }

  @Override
  public long sum() throws Exception {
    return Replies.number(session.outcome(RpcSession.request("read")), "value");
  }

  @Override
  public void close() {
    session.close();
  }
}
