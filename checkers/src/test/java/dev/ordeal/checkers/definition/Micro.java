package dev.ordeal.checkers.definition;

import java.util.List;

/**
 * A read or a write within a transaction.
 *
 * @param isRead whether it is a read
 * @param key the object
 * @param values of a write the one value written; of a read what it returned: one value of a
 *     register (0 for nil), all elements of a list or set
 */
record Micro(boolean isRead, int key, List<Integer> values) {
  Micro {
    values = List.copyOf(values);
  }

  static Micro write(int key, int value) {
    return new Micro(false, key, List.of(value));
  }

  int value() {
    return values.getFirst();
  }
}
