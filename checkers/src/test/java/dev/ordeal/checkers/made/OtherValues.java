package dev.ordeal.checkers.made;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;

/**
 * Histories with texts and large numbers in place of small ones, which must be judged alike where
 * nobody counts.
 */
public final class OtherValues {
  private OtherValues() {}

  /** The same history, keys included, with another value for each number. */
  public static History of(History history) {
    return History.of(
        history.events().stream().map(e -> e.with(of(e.key()), of(e.value()))).toList());
  }

  private static Value of(Value value) {
    return switch (value) {
      case Value.Int number ->
          number.value() % 2 == 0
              ? Value.of("v" + number.value())
              : Value.of(Long.MAX_VALUE - number.value());
      case Value.Seq seq -> new Value.Seq(seq.items().stream().map(OtherValues::of).toList());
      default -> value;
    };
  }
}
