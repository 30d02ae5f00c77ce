package dev.ordeal.results.verdict;

import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.List;

/**
 * A violation that was found.
 *
 * @param name its name in the literature: {@code stale-read}, {@code lost-write}, …
 * @param key the object it concerns, {@link Value#NIL} where there is only one
 * @param explanation in words a person can check against the witness
 * @param witness the operations that show it, as few as the checker could make it, in order
 */
public record Anomaly(String name, Value key, String explanation, List<Operation> witness) {
  public Anomaly {
    witness = List.copyOf(witness);
  }
}
