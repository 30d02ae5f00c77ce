package dev.ordeal.checkers.replay;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Verifies a linearization by the definition (Herlihy and Wing, 1990), in one pass.
 *
 * <p>It knows nothing of how the order was found. Events are told apart by their index in the
 * history.
 */
public final class Replay {
  private Replay() {}

  /**
   * What is wrong with an order.
   *
   * @param operations all operations of the object
   * @param order those that took effect, first to last
   * @return empty if the order is a linearization of the operations
   */
  public static <S> Optional<String> problem(
      Model<S> model, List<Operation> operations, List<Operation> order) {
    Set<Operation> left = new HashSet<>(operations);
    S state = model.initial();
    for (Operation operation : order) {
      if (!left.remove(operation)) {
        return Optional.of(operation.describe() + " is not in the history, or twice in the order");
      }
      if (operation.isFail()) {
        return Optional.of(operation.describe() + " failed and must not take effect");
      }
      Optional<S> next = model.step(state, operation);
      if (next.isEmpty()) {
        return Optional.of(operation.describe() + " is impossible in state " + state);
      }
      state = next.get();
    }
    for (Operation missing : left) {
      if (missing.isOk()) {
        return Optional.of(missing.describe() + " ended ok and is missing from the order");
      }
    }
    // From the last to the first: who comes later must not have returned before one was called.
    long earliestReturn = Long.MAX_VALUE;
    for (Operation operation : order.reversed()) {
      if (earliestReturn < operation.invocation().index()) {
        return Optional.of(
            operation.describe()
                + " comes before an operation that had returned when it was called");
      }
      if (operation.isOk()) {
        earliestReturn = Math.min(earliestReturn, operation.completion().orElseThrow().index());
      }
    }
    return Optional.empty();
  }
}
