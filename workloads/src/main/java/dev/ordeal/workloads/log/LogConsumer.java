package dev.ordeal.workloads.log;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.Client;
import dev.ordeal.workloads.client.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Makes calls of logs, and keeps where in each log its polls go on. One thread uses it. */
final class LogConsumer implements Client {
  private static final String MESSAGES = "messages";

  private final LogClient client;
  private final Map<Long, Long> next = new HashMap<>();

  LogConsumer(LogClient client) {
    this.client = client;
  }

  @Override
  public Outcome invoke(Call call) throws Exception {
    return switch ((LogCall) call) {
      case LogCall.Send send -> new Outcome.Ok(Value.of(client.send(send.log(), send.message())));
      case LogCall.Poll poll -> new Outcome.Ok(poll(poll));
      case LogCall.Commit commit -> commit(commit.log());
      case LogCall.Assign assign -> new Outcome.Ok(assign(assign.log()));
    };
  }

  private Value poll(LogCall.Poll poll) throws Exception {
    long from = poll.fromStart() ? 0 : next.getOrDefault(poll.log(), 0L);
    List<Value> messages = new ArrayList<>();
    long last = from - 1;
    for (LogClient.Message message : client.poll(poll.log(), from)) {
      messages.add(Value.seq(Value.of(message.offset()), Value.of(message.number())));
      last = Math.max(last, message.offset());
    }
    next.put(poll.log(), last + 1);
    Map<String, Value> polled = new LinkedHashMap<>();
    polled.put("from", Value.of(from));
    polled.put(MESSAGES, new Value.Seq(messages));
    return new Value.Dict(polled);
  }

  /** Whether the answer of a poll has no message. */
  static boolean isEmpty(Value polled) {
    return polled instanceof Value.Dict answer
        && answer.entries().getOrDefault(MESSAGES, Value.NIL).asList().isEmpty();
  }

  private Outcome commit(long log) throws Exception {
    long processed = next.getOrDefault(log, 0L) - 1;
    if (processed < 0) {
      return new Outcome.Fail("nothing-polled");
    }
    client.commit(log, processed);
    return new Outcome.Ok(Value.of(processed));
  }

  private Value assign(long log) throws Exception {
    OptionalLong committed = client.committed(log);
    next.put(log, committed.isPresent() ? committed.getAsLong() + 1 : 0);
    return committed.isPresent() ? Value.of(committed.getAsLong()) : Value.NIL;
  }

  @Override
  public void close() {
    client.close();
  }
}
