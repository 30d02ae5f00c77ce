package dev.ordeal.checkers.isolation.explanation;

import java.util.List;
import java.util.stream.IntStream;

/** A transaction that no order explains, and those that were open when it ended. */
public record Unexplained(int transaction, List<Integer> open) {
  /** All of them, the one that is not explained first. */
  int[] witness() {
    return IntStream.concat(IntStream.of(transaction), open.stream().mapToInt(t -> t).sorted())
        .toArray();
  }
}
