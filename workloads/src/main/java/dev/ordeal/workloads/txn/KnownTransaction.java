package dev.ordeal.workloads.txn;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.client.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Transactions of one step on one object: a write, an append or an addition.
 *
 * @param kind what the objects are
 */
record KnownTransaction(ObjectKind kind) implements KnownCalls {
  private static final long FIRST = 11;
  private static final long SECOND = 12;

  @Override
  public Call update(long object) {
    return new Transaction(List.of(change(object, FIRST)));
  }

  private MicroOp change(long object, long value) {
    return switch (kind) {
      case REGISTER -> new MicroOp.Write(object, value);
      case LIST -> new MicroOp.Append(object, value);
      case SET -> new MicroOp.Add(object, value);
    };
  }

  /** Of registers only: a list shows each append, and adding to a set again changes nothing. */
  @Override
  public Optional<Call> overwrite(long object) {
    return kind == ObjectKind.REGISTER
        ? Optional.of(new Transaction(List.of(change(object, SECOND))))
        : Optional.empty();
  }

  @Override
  public boolean showsRepeats() {
    return kind != ObjectKind.SET;
  }

  @Override
  public Call read(long object) {
    return new Transaction(List.of(new MicroOp.Read(object)));
  }

  @Override
  public Seen seen(long object, Value result) {
    Value last = lastRead(result);
    List<Value> values = last instanceof Value.Seq seq ? seq.items() : List.of(last);
    if (last.isNil() || values.isEmpty()) {
      return Seen.ABSENT;
    }
    if (values.equals(List.of(Value.of(FIRST)))) {
      return Seen.UPDATED;
    }
    if (values.equals(List.of(Value.of(SECOND)))) {
      return Seen.OVERWRITTEN;
    }
    boolean isRepeated =
        Collections.frequency(values, Value.of(FIRST)) == values.size() && kind.holdsMany();
    return isRepeated ? Seen.REPEATED : Seen.OTHER;
  }

  /** What the last step of a transaction's result read. */
  private static Value lastRead(Value result) {
    return result.asList().getLast().asList().get(2);
  }

  @Override
  public List<Example> examples(long object) {
    MicroOp read = new MicroOp.Read(object);
    return List.of(
        new Example(
            "an unused object is empty",
            List.of(
                shows(
                    new Transaction(List.of(read)),
                    Seen.ABSENT,
                    "nothing",
                    "answer null or an empty list for what is not there, not a made-up value"))),
        new Example(
            "a transaction reads its own update",
            List.of(
                shows(
                    new Transaction(List.of(change(object, FIRST), read)),
                    Seen.UPDATED,
                    "its own update",
                    "make all steps in one transaction, in their order"))),
        new Example(
            "a client reads what an earlier transaction of its own did",
            List.of(
                shows(
                    new Transaction(List.of(read)),
                    Seen.UPDATED,
                    "the earlier update",
                    "return once the commit is confirmed, and read what is stored now"))));
  }

  private Step shows(Transaction transaction, Seen wanted, String expected, String remedy) {
    return new Step(
        transaction,
        expected,
        remedy,
        outcome -> outcome instanceof Outcome.Ok ok && seen(0, ok.result()) == wanted);
  }
}
