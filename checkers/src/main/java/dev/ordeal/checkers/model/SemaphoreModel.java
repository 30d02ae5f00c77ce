package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A semaphore with {@code acquire} and {@code release} of one permit each; who releases is not
 * looked at.
 *
 * @param permits how many may be held at a time, all free at first
 */
public record SemaphoreModel(int permits) implements Model<Integer> {
  public SemaphoreModel {
    if (permits < 1) {
      throw new IllegalArgumentException("a semaphore needs at least 1 permit, not " + permits);
    }
  }

  /** The semaphore of one permit. */
  public SemaphoreModel() {
    this(1);
  }

  @Override
  public String name() {
    return "semaphore:" + permits;
  }

  @Override
  public String description() {
    return "a semaphore: acquire and release; semaphore:N has N permits";
  }

  @Override
  public Optional<SemaphoreModel> with(String parameter) {
    return parameter.matches("[1-9][0-9]{0,8}")
        ? Optional.of(new SemaphoreModel(Integer.parseInt(parameter)))
        : Optional.empty();
  }

  @Override
  public Integer initial() {
    return 0;
  }

  @Override
  public Optional<Integer> step(Integer held, Operation operation) {
    return switch (operation.function()) {
      case "acquire" -> held < permits ? Optional.of(held + 1) : Optional.empty();
      case "release" -> held > 0 ? Optional.of(held - 1) : Optional.empty();
      default -> throw Calls.unknown(operation, "a semaphore", "acquire and release");
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(Observation.succeeded("no permit was ever acquired", Set.of("acquire")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
