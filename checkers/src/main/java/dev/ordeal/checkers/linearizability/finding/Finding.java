package dev.ordeal.checkers.linearizability.finding;

import dev.ordeal.results.history.Operation;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What was found out about the operations of one object. */
public sealed interface Finding {

  /**
   * There is a linearization.
   *
   * @param order makes one when asked, as numbers of operations; it may hold on to all that was
   *     found out
   */
  record Linearizable(Supplier<int[]> order) implements Finding {}

  /** There is none. */
  sealed interface Violation extends Finding {}

  /**
   * There is none, and a few operations show it.
   *
   * @param anomaly the violation's name
   * @param explanation for people
   * @param witness the operations it speaks of
   * @param marginNanos the least error of clients' clocks by which the witness would be right after
   *     all; {@link #NO_CLOCK} if none would do, or it is not measured
   */
  record Violated(String anomaly, String explanation, List<Operation> witness, long marginNanos)
      implements Violation {
    /** More than every error of clocks. */
    public static final long NO_CLOCK = Long.MAX_VALUE;

    /** One that is not of clocks, or not measured. */
    public Violated(String anomaly, String explanation, List<Operation> witness) {
      this(anomaly, explanation, witness, NO_CLOCK);
    }

    /** The same, explained by no less an error of clocks. */
    public Violated within(long nanos) {
      return new Violated(anomaly, explanation, witness, nanos);
    }
  }

  /**
   * There is none: a search ran out of possibilities.
   *
   * @param failing the operation at whose return the last possibility vanished: the operations
   *     before that return are a shortest failing prefix
   * @param states the states that were possible just before, printed
   * @param pending the operations that were open at that instant, {@code failing} excluded
   */
  record NotLinearizable(Operation failing, List<String> states, List<Operation> pending)
      implements Violation {}

  /** The same of operations that have these numbers elsewhere. */
  default Finding among(int[] numbers) {
    return this instanceof Linearizable found
        ? new Linearizable(() -> Arrays.stream(found.order().get()).map(i -> numbers[i]).toArray())
        : this;
  }
}
