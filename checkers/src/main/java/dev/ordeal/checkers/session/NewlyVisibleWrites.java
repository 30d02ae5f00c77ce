package dev.ordeal.checkers.session;

import java.util.HashMap;
import java.util.Map;

/**
 * Which of the writes that a read of a list or set shows its session did not know by its last read
 * of the same object. Immutable and thread-safe.
 */
final class NewlyVisibleWrites {
  private final int[] first;

  NewlyVisibleWrites(Trace trace) {
    first = new int[trace.shape == Shape.REGISTER ? 0 : trace.size()];
    for (int session = 0; first.length > 0 && session < trace.sessions(); session++) {
      Map<Integer, Integer> last = new HashMap<>();
      for (int step = trace.begin(session); step < trace.end(session); step++) {
        if (!trace.isWrite(step)) {
          Integer before = last.put(trace.key(step), step);
          first[step] = before == null ? 0 : trace.common(before, step);
        }
      }
    }
  }

  /** Where the news begin among what a read of a list or set shows. */
  int first(int read) {
    return first[read];
  }
}
