package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A lock with {@code acquire} and {@code release}, free at first; Knossos' {@code mutex}. */
public record MutexModel() implements Model<Boolean> {
  @Override
  public String name() {
    return "mutex";
  }

  @Override
  public String description() {
    return "a lock: acquire and release, by any process";
  }

  @Override
  public Set<String> functions() {
    return Set.of("acquire", "release");
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
  public List<Observation> needs() {
    return List.of(Observation.succeeded("the lock was never acquired", Set.of("acquire")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
