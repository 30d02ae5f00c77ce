package dev.ordeal.checkers.model;

import dev.ordeal.checkers.model.persistent.PersistentMultiset;
import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A bag with {@code enqueue v} and {@code dequeue}, which answers any element or nil where there is
 * none; Knossos' {@code unordered-queue}.
 */
public record UnorderedQueueModel() implements Model<UnorderedQueueModel.Content> {

  /**
   * What is in it.
   *
   * @param elements how many of each were put in and not seen to leave
   * @param gone how many of them crashed dequeues have taken; which ones, nobody can tell yet
   */
  public record Content(PersistentMultiset<Value> elements, int gone) {
    private boolean isEmpty() {
      return elements.size() == gone;
    }

    private Content with(PersistentMultiset<Value> others) {
      return new Content(others, gone);
    }
  }

  @Override
  public String name() {
    return "unordered-queue";
  }

  @Override
  public String description() {
    return "a queue without order: enqueue, dequeue and drain";
  }

  @Override
  public Content initial() {
    return new Content(PersistentMultiset.empty(ValueOrder.INSTANCE), 0);
  }

  @Override
  public Optional<Content> step(Content state, Operation operation) {
    return switch (operation.function()) {
      case "enqueue" -> Optional.of(state.with(state.elements().plus(operation.argument())));
      case "dequeue" -> {
        if (operation.isInfo()) {
          yield Optional.of(
              state.isEmpty() ? state : new Content(state.elements(), state.gone() + 1));
        }
        if (operation.result().isNil()) {
          // Now it is known: the ones that nobody saw leave are those that had gone.
          yield state.isEmpty() ? Optional.of(initial()) : Optional.empty();
        }
        boolean possible = !state.isEmpty() && state.elements().contains(operation.result());
        yield possible
            ? Optional.of(state.with(state.elements().minus(operation.result())))
            : Optional.empty();
      }
      default -> throw Calls.unknown(operation, "a queue", "enqueue and dequeue");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever enqueued", Set.of("enqueue")),
        Observation.succeeded("no dequeue ever succeeded", Set.of("dequeue")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
