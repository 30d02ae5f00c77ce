package dev.ordeal.workloads.generator;

import dev.ordeal.results.history.Event;
import java.util.Optional;

/**
 * What a generator is told: a thread took up an operation, or ended it.
 *
 * @param thread the thread
 * @param op the operation
 * @param completion how it ended; empty when it began, and for sleeps and log lines
 * @param ended whether it ended
 */
public record GeneratorEvent(int thread, Op op, Optional<Event> completion, boolean ended) {

  public static GeneratorEvent began(Op op) {
    return new GeneratorEvent(op.thread(), op, Optional.empty(), false);
  }

  public static GeneratorEvent ended(Op op, Event completion) {
    return new GeneratorEvent(op.thread(), op, Optional.of(completion), true);
  }

  public static GeneratorEvent ended(Op op) {
    return new GeneratorEvent(op.thread(), op, Optional.empty(), true);
  }

  /** Whether a client's call ended {@code ok}. */
  public boolean isOk() {
    return completion.filter(event -> event.type() == Event.Type.OK).isPresent();
  }
}
