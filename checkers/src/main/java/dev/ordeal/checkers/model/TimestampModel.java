package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A source of growing whole numbers: {@code timestamp}, or {@code send v} to a log, which answers
 * its offset. Each answer is greater than all before it; gaps are allowed.
 */
public record TimestampModel() implements Model<Long> {
  @Override
  public String name() {
    return "timestamps";
  }

  @Override
  public String description() {
    return "a source of timestamps that grow: timestamp and send";
  }

  @Override
  public Set<String> functions() {
    return Set.of("timestamp", "send");
  }

  @Override
  public Long initial() {
    return Long.MIN_VALUE;
  }

  @Override
  public Optional<Long> step(Long state, Operation operation) {
    if (!operation.function().equals("timestamp") && !operation.function().equals("send")) {
      throw Calls.unknown(operation, "a source of timestamps or offsets", "timestamp and send");
    }
    if (operation.isInfo()) {
      return Optional.of(state);
    }
    long given = operation.result().asLong();
    return given > state ? Optional.of(given) : Optional.empty();
  }

  @Override
  public List<Observation> needs() {
    return List.of(Observation.succeeded("no timestamp was ever returned", Set.of("timestamp")));
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return operation.isInfo();
  }
}
