package dev.ordeal.checkers.model;

import dev.ordeal.results.history.Operation;
import java.util.Optional;

/** A lock with {@code acquire} and {@code release}, free at first; Knossos' {@code mutex}. */
public record MutexModel() implements Model<Boolean> {
  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public Boolean initial() {
    return false;
  }

  @Override
  public Optional<Boolean> step(Boolean locked, Operation operation) {
    return switch (operation.function()) {
      case "acquire" -> locked ? Optional.empty() : Optional.of(true);
      case "release" -> locked ? Optional.of(false) : Optional.empty();
      default ->
          throw new IllegalArgumentException(
              "operation %d: a mutex knows acquire and release, not %s"
                  .formatted(operation.invocation().index(), operation.function()));
    };
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
