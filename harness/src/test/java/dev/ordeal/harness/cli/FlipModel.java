package dev.ordeal.harness.cli;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.Optional;

/** A model as users write them: a flag that turns with each call and answers how it stands. */
public final class FlipModel implements Model<Boolean> {
  @Override
  public String name() {
    return "flip";
  }

  @Override
  public Boolean initial() {
    return false;
  }

  @Override
  public Optional<Boolean> step(Boolean state, Operation operation) {
    boolean fits = operation.isInfo() || operation.result().equals(Value.of(!state));
    return fits ? Optional.of(!state) : Optional.empty();
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return false;
  }
}
