package dev.ordeal.targets.etcd;

import dev.ordeal.results.history.Value;
import dev.ordeal.targets.etcd.EtcdSession.Change;
import dev.ordeal.targets.etcd.EtcdSession.Entry;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Transactions as optimistic ones: objects are keys, read with the revisions of their last changes,
 * and one transaction of etcd's checks that all are as they were and changes those that were
 * written.
 */
final class EtcdTransactionClient implements TransactionClient {
  private static final int ATTEMPTS_MAX = 10;

  private final EtcdSession session;

  EtcdTransactionClient(EtcdSession session) {
    this.session = session;
  }

  /** An object as it was read, and as it shall be. */
  private static final class Cell {
    private final long revision;
    private String data;
    private boolean changed;

    Cell(Optional<Entry> entry) {
      revision = entry.map(Entry::revision).orElse(0L);
      data = entry.map(Entry::value).orElse("");
    }

    void apply(MicroOp step, ObjectKind kind, List<Value> reads) {
      switch (step) {
        case MicroOp.Read read -> reads.add(value(kind));
        case MicroOp.Write write -> {
          data = Long.toString(write.value());
          changed = true;
        }
        case MicroOp.Append append -> put(append.element());
        case MicroOp.Add add -> put(add.element());
      }
    }

    private void put(long element) {
      data += (data.isEmpty() ? "" : ",") + element;
      changed = true;
    }

    private Value value(ObjectKind kind) {
      if (!kind.holdsMany()) {
        return data.isEmpty() ? Value.NIL : Value.of(Long.parseLong(data));
      }
      return new Value.Seq(
          data.isEmpty()
              ? List.of()
              : Arrays.stream(data.split(",")).map(n -> Value.of(Long.parseLong(n))).toList());
    }
  }

  @Override
  public List<Value> execute(List<MicroOp> steps, ObjectKind kind)
      throws IOException, InterruptedException, DefiniteFailure {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Map<String, Cell> cells = new LinkedHashMap<>();
      List<Value> reads = new ArrayList<>();
      for (MicroOp step : steps) {
        String key = "transactions/%s/%d".formatted(kind, step.key());
        if (!cells.containsKey(key)) {
          cells.put(key, load(key));
        }
        cells.get(key).apply(step, kind, reads);
      }
      if (commit(cells)) {
        return reads;
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }

  private Cell load(String key) throws InterruptedException, DefiniteFailure {
    try {
      return new Cell(session.get(key, false));
    } catch (IOException failed) {
      throw new DefiniteFailure("nothing-written: " + failed);
    }
  }

  private boolean commit(Map<String, Cell> cells) throws IOException, InterruptedException {
    List<Map<String, Object>> unchanged = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    cells.forEach(
        (key, cell) -> {
          unchanged.add(EtcdSession.isUnchanged(key, cell.revision));
          if (cell.changed) {
            changes.add(new Change(key, cell.data));
          }
        });
    return session.change(unchanged, changes);
  }

  @Override
  public void close() {
    session.close();
  }
}
