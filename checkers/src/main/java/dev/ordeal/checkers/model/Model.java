package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.registry.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A sequential specification.
 *
 * @param <S> its states: immutable, compared by {@code equals}
 */
public interface Model<S> extends Named {
  /** The state before the first operation. */
  S initial();

  /**
   * What an operation does to a state.
   *
   * @param operation one that ended {@code ok}, whose result must be right, or one whose end is
   *     unknown, which may have had any result
   * @return the next state; empty if the object could not have answered so in this state
   * @throws IllegalArgumentException if the model knows no such operation
   */
  Optional<S> step(S state, Operation operation);

  /** Whether an operation never changes a state. */
  boolean isReadOnly(Operation operation);

  /**
   * The functions by which a history is recognized where no model is named: one that calls some of
   * these and no others is guessed to be of this model. Of several models, the one with the fewest.
   *
   * @return empty if it is never guessed
   */
  default Set<String> functions() {
    return Set.of();
  }

  /** What reads show of its objects, by which promises other than linearizability are judged. */
  default ObjectKind objectKind() {
    return ObjectKind.OTHER;
  }

  /** What a history must show before it tests such an object at all. */
  default List<Observation> needs() {
    return List.of();
  }

  /** Whether it matters which process calls, so that calls of two processes are never alike. */
  default boolean knowsProcesses() {
    return false;
  }

  /** Whether what it answers depends on the calls before. */
  default boolean remembers() {
    return true;
  }

  /** Whether objects of different keys are independent, so that each key is judged alone. */
  default boolean isPerKey() {
    return true;
  }
}
