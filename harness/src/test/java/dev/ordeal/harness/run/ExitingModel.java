package dev.ordeal.harness.run;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import java.util.Optional;

/** A model that ends the JVM with the exit code of a valid history. */
public final class ExitingModel implements Model<Integer> {
  @Override
  public String name() {
    return "exiting";
  }

  @Override
  public Integer initial() {
    return 0;
  }

  @Override
  public Optional<Integer> step(Integer state, Operation operation) {
    System.exit(0);
    return Optional.of(state);
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
