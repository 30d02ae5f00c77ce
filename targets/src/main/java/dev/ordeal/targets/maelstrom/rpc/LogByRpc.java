package dev.ordeal.targets.maelstrom.rpc;

import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.log.LogClient;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Logs, whose keys are texts in the protocol; each request is of one log. */
record LogByRpc(RpcSession session) implements LogClient {
  @Override
  public long send(long log, long message) throws Exception {
    ObjectNode request = RpcSession.request("send");
    request.put("key", key(log)).put("msg", message);
    return Replies.number(session.outcome(request), "offset");
  }

  @Override
  public List<Message> poll(long log, long from) throws Exception {
    ObjectNode request = RpcSession.request("poll");
    request.putObject("offsets").put(key(log), from);
    List<Message> messages = new ArrayList<>();
    // A log without messages may be left out.
    for (JsonNode pair : Replies.field(session.outcome(request), "msgs").path(key(log))) {
      if (!pair.path(0).isIntegralNumber() || !pair.path(1).isIntegralNumber()) {
        throw new UnexpectedAnswerException(
            "a poll returned %s, no pair of whole numbers".formatted(pair));
      }
      messages.add(new Message(pair.path(0).asLong(), pair.path(1).asLong()));
    }
    return messages;
  }

  @Override
  public void commit(long log, long offset) throws Exception {
    ObjectNode request = RpcSession.request("commit_offsets");
    request.putObject("offsets").put(key(log), offset);
    session.outcome(request);
  }

  @Override
  public OptionalLong committed(long log) throws Exception {
    ObjectNode request = RpcSession.request("list_committed_offsets");
    request.putArray("keys").add(key(log));
    JsonNode offsets = Replies.field(session.outcome(request), "offsets");
    return offsets.path(key(log)).isMissingNode() || offsets.path(key(log)).isNull()
        ? OptionalLong.empty()
        : OptionalLong.of(Replies.number(offsets, key(log)));
  }

  private static String key(long log) {
    return "k" + log;
  }

  @Override
  public void close() {
    session.close();
  }
}
