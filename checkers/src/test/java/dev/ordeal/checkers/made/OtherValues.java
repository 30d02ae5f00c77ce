package dev.ordeal.checkers.made;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;

/**
 * Histories with texts, large numbers and sequences in place of small numbers, which must be judged
 * alike where nobody counts.
 */
public final class OtherValues {
  private OtherValues() {}

  /** The same history, keys included, with another value for each number. */
  public static History of(History history) {
    return with(history, 3);
  }

  /** The same for registers in transactions, whose values are no sequences. */
  public static History withoutSequences(History history) {
    return with(history, 2);
  }

  private static History with(History history, int shapes) {
    return History.of(
        history.events().stream()
            .map(e -> e.with(other(e.key(), shapes), other(e.value(), shapes)))
            .toList());
  }

  private static Value other(Value value, int shapes) {
    return switch (value) {
      case Value.Int number -> other(number.value(), shapes);
      case Value.Seq seq ->
          new Value.Seq(seq.items().stream().map(item -> other(item, shapes)).toList());
      default -> value;
    };
  }

  private static Value other(long number, int shapes) {
    return switch (Math.floorMod(number, shapes)) {
      case 0 -> Value.of("v" + number);
      case 1 -> Value.of(Long.MAX_VALUE - number);
      default -> Value.seq(Value.of(number), Value.of("v"));
    };
  }
}
