package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.set.BroadcastClient;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A set that only grows, or messages to all nodes, which differ in their words alone.
 *
 * @param addition the type of the request that adds an element
 * @param element its field for the element
 * @param all the field of all elements in the reply to {@code read}
 */
record GrowSetByRpc(RpcSession session, String addition, String element, String all)
    implements BroadcastClient {
  static GrowSetByRpc ofSet(RpcSession session) {
    return new GrowSetByRpc(session, "add", "element", "value");
  }

  /** Messages to all nodes, once this one knows who its neighbours are. */
  static GrowSetByRpc ofBroadcast(RpcSession session) throws Exception {
    session.outcome(RpcSession.request("topology"));
    return new GrowSetByRpc(session, "broadcast", "message", "messages");
  }

  @Override
  public void add(long number) throws Exception {
    ObjectNode request = RpcSession.request(addition);
    request.put(element, number);
    session.outcome(request);
  }

  @Override
  public List<Long> elements() throws Exception {
    return Replies.numbers(session.outcome(RpcSession.request("read")), all);
  }

  @Override
  public void close() {
    session.close();
  }
}
