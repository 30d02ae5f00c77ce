package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A bag with {@code enqueue v} and {@code dequeue}, which answers any element or nil where there is
 * none; Knossos' {@code unordered-queue}.
 */
public record UnorderedQueueModel() implements Model<UnorderedQueueModel.Bag> {

  /**
   * What is in it.
   *
   * @param elements how many of each were put in and not seen to leave
   * @param gone how many of them crashed dequeues have taken; which ones, nobody can tell yet
   */
  public record Bag(Map<Value, Integer> elements, int gone) {
    int size() {
      return elements.values().stream().mapToInt(Integer::intValue).sum() - gone;
    }

    private Bag plus(Value value, int change) {
      Map<Value, Integer> next = new HashMap<>(elements);
      next.merge(value, change, Integer::sum);
      next.remove(value, 0);
      return new Bag(next, gone);
    }
  }

  @Override
  public String name() {
    return "unordered-queue";
  }

  @Override
  public Bag initial() {
    return new Bag(Map.of(), 0);
  }

  @Override
  public Optional<Bag> step(Bag state, Operation operation) {
    return switch (operation.function()) {
      case "enqueue" -> Optional.of(state.plus(operation.argument(), 1));
      case "dequeue" -> {
        if (operation.isInfo()) {
          yield Optional.of(
              state.size() == 0 ? state : new Bag(state.elements(), state.gone() + 1));
        }
        if (operation.result().isNil()) {
          // Now it is known: the ones that nobody saw leave are those that had gone.
          yield state.size() == 0 ? Optional.of(initial()) : Optional.empty();
        }
        boolean possible = state.size() > 0 && state.elements().containsKey(operation.result());
        yield possible ? Optional.of(state.plus(operation.result(), -1)) : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a queue", "enqueue and dequeue");
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
