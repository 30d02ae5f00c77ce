package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.RegisterModel;
import java.util.Optional;

/** Which models have a monitor. */
final class Monitors {
  private Monitors() {}

  static Optional<Monitor> of(Model<?> model) {
    return switch (model) {
      case RegisterModel register ->
          Optional.of((columns, part) -> UniqueRegister.decide(register.start(), columns, part));
      default -> Optional.empty();
    };
  }
}
