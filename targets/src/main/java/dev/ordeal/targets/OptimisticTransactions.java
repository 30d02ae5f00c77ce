package dev.ordeal.targets;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import dev.ordeal.workloads.txn.TransactionClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Transactions on a database that can change several keys at once if none of them was changed since
 * it was read: objects are keys, read with their versions, worked on here, and committed.
 */
public abstract class OptimisticTransactions implements TransactionClient {
  private static final int ATTEMPTS_MAX = 10;

  /** An object as it was read, and as it shall be. */
  protected static final class Draft {
    private final long version;
    private String text;
    private boolean changed;

    /**
     * @param text numbers with commas, empty if there is none
     * @param version what tells whether it was changed since
     */
    public Draft(String text, long version) {
      this.text = text;
      this.version = version;
    }

    public String text() {
      return text;
    }

    public long version() {
      return version;
    }

    public boolean isChanged() {
      return changed;
    }

    private void become(String newText) {
      text = newText;
      changed = true;
    }

    private void apply(MicroOp step, ObjectKind kind, List<Value> reads) {
      switch (step) {
        case MicroOp.Read read -> reads.add(value(kind));
        case MicroOp.Write write -> become(Long.toString(write.value()));
        case MicroOp.Append append -> put(append.element());
        case MicroOp.Add add -> put(add.element());
      }
    }

    private void put(long element) {
      become(text.isEmpty() ? Long.toString(element) : text + "," + element);
    }

    private Value value(ObjectKind kind) {
      List<Value> numbers =
          text.isEmpty()
              ? List.of()
              : Arrays.stream(text.split(",")).map(n -> Value.of(Long.parseLong(n))).toList();
      if (kind.holdsMany()) {
        return new Value.Seq(numbers);
      }
      return numbers.isEmpty() ? Value.NIL : numbers.getFirst();
    }
  }

  /**
   * Reads a key.
   *
   * @throws DefiniteFailure if it cannot be read: nothing was written yet
   */
  protected abstract Draft load(String name) throws Exception;

  /**
   * Changes what is to be changed if all are as they were read.
   *
   * @param drafts by key, in the order in which they were read
   * @return false if one is not, and nothing was changed
   */
  protected abstract boolean commit(Map<String, Draft> drafts) throws Exception;

  @Override
  public final List<Value> execute(List<MicroOp> steps, ObjectKind kind) throws Exception {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Map<String, Draft> drafts = new LinkedHashMap<>();
      List<Value> reads = new ArrayList<>();
      for (MicroOp step : steps) {
        String name = kind.name().toLowerCase(Locale.ROOT) + "-in-transactions-" + step.key();
        Draft draft = drafts.get(name);
        if (draft == null) {
          draft = load(name);
          drafts.put(name, draft);
        }
        draft.apply(step, kind, reads);
      }
      if (commit(drafts)) {
        return reads;
      }
    }
    throw new DefiniteFailure("overtaken: " + ATTEMPTS_MAX + " times");
  }
}
