package dev.ordeal.targets.redis;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.client.UnexpectedAnswerException;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Transactions of Redis' own: MULTI, a command for each step, EXEC. */
record RedisTransactionClient(RedisSession session) implements TransactionClient {
  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws IOException, DefiniteFailure {
    List<?> results = session.transaction(steps.stream().map(step -> command(step, kind)).toList());
    if (results.size() != steps.size()) {
      throw new UnexpectedAnswerException(
          "%d results of %d steps".formatted(results.size(), steps.size()));
    }
    List<Value> reads = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof MicroOp.Read) {
        reads.add(value(results.get(i)));
      }
    }
    return reads;
  }

  private static List<String> command(MicroOp step, ObjectKind kind) {
    String name = "%s:%d".formatted(kind, step.key());
    return switch (step) {
      case MicroOp.Read read ->
          switch (kind) {
            case REGISTER -> List.of("GET", name);
            case LIST -> List.of("LRANGE", name, "0", "-1");
            case SET -> List.of("SMEMBERS", name);
          };
      case MicroOp.Write write -> List.of("SET", name, Long.toString(write.value()));
      case MicroOp.Append append -> List.of("RPUSH", name, Long.toString(append.element()));
      case MicroOp.Add add -> List.of("SADD", name, Long.toString(add.element()));
    };
  }

  private static Value value(Object read) throws UnexpectedAnswerException {
    if (read instanceof List<?> many) {
      List<Value> values = new ArrayList<>();
      for (Object each : many) {
        values.add(value(each));
      }
      return new Value.Seq(values);
    }
    return read == null ? Value.NIL : Value.of(RedisSession.number(read));
  }

  @Override
  public void close() {
    session.close();
  }
}
