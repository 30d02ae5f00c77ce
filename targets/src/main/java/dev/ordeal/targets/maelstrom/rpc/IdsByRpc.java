package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.ids.IdClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/** Identifiers may be anything: each different one is given a number. */
record IdsByRpc(RpcSession session) implements IdClient {
  private static final Map<JsonNode, Long> NUMBERS = new ConcurrentHashMap<>();
  private static final AtomicLong LAST = new AtomicLong();

  @Override
  public long generate(long source) throws Exception {
    JsonNode id = Replies.field(session.outcome(RpcSession.request("generate")), "id");
    return NUMBERS.computeIfAbsent(id, unseen -> LAST.incrementAndGet());
  }

  @Override
  public void close() {
    session.close();
  }
}
