package dev.ordeal.checkers.model;

import dev.ordeal.checkers.observation.Observation;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A register with {@code read}, {@code write} and {@code cas [old new]}; Knossos' {@code register}
 * and {@code cas-register}.
 *
 * @param start its value before the first write
 */
public record RegisterModel(Value start) implements Model<Value> {
  /** The register whose value is {@code nil} at first. */
  public static final RegisterModel EMPTY = new RegisterModel(Value.NIL);

  /** The register whose value is {@code nil} at first. */
  public RegisterModel() {
    this(Value.NIL);
  }

  @Override
  public String name() {
    return "cas-register";
  }

  @Override
  public String description() {
    return "a register: read, write and cas [old new]";
  }

  @Override
  public List<String> aliases() {
    return List.of("register");
  }

  @Override
  public Set<String> functions() {
    return Set.of("read", "write", "cas");
  }

  @Override
  public Value initial() {
    return start;
  }

  @Override
  public Optional<Value> step(Value state, Operation operation) {
    return switch (RegisterCall.of(operation)) {
      case RegisterCall.Read read ->
          operation.isInfo() || read.value().equals(state) ? Optional.of(state) : Optional.empty();
      case RegisterCall.Write write -> Optional.of(write.value());
      case RegisterCall.Cas cas ->
          cas.expected().equals(state) ? Optional.of(cas.replacement()) : Optional.empty();
    };
  }

  @Override
  public List<Observation> needs() {
    return List.of(
        Observation.attempted("nothing was ever written to the register", Set.of("write", "cas")),
        Observation.succeeded("no read of the register ever succeeded", Set.of("read", "cas")));
  }

  @Override
  public ObjectKind objectKind() {
    return ObjectKind.REGISTER;
  }

  @Override
  public boolean isReadOnly(Operation operation) {
    return RegisterCall.of(operation) instanceof RegisterCall.Read;
  }

  /** What a call on a register asks, or, for a read that ended, what it saw. */
  public sealed interface RegisterCall {
    record Read(Value value) implements RegisterCall {}

    record Write(Value value) implements RegisterCall {}

    record Cas(Value expected, Value replacement) implements RegisterCall {}

    /**
     * Decodes an operation.
     *
     * @throws IllegalArgumentException if it is none of a register's
     */
    static RegisterCall of(Operation operation) {
      return switch (operation.function()) {
        case "read" -> new Read(operation.result());
        case "write" -> new Write(operation.argument());
        case "cas" -> {
          if (operation.argument() instanceof Value.Seq seq && seq.items().size() == 2) {
            List<Value> items = seq.items();
            yield new Cas(items.get(0), items.get(1));
          }
          throw new IllegalArgumentException(
              "operation %d: cas needs the value [old new], found %s"
                  .formatted(operation.invocation().index(), operation.argument()));
        }
        default ->
            throw new IllegalArgumentException(
                "operation %d: a register knows read, write and cas, not %s"
                    .formatted(operation.invocation().index(), operation.function()));
      };
    }
  }
}
