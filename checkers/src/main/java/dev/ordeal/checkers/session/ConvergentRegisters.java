package dev.ordeal.checkers.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.solver.ForcedOrder;
import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.LongIntMap;
import java.util.Arrays;
import java.util.List;

/**
 * Decides whether reads of registers show what came before them, each by itself or all by one order
 * of the writes of a key: the bad patterns of Bouajjani, Enea, Guerraoui and Hamza (POPL 2017) for
 * causal consistency and causal convergence.
 *
 * <p>What came before a read is looked for along an order of all steps: back to the first write
 * that comes between the one that the read shows and the read, and not at all where none does. So
 * the cost hangs on how far reads lag behind, and not on how many steps or sessions there are.
 */
final class ConvergentRegisters {
  private static final int NOBODY = Trace.NOBODY;
  private static final int STEPS_PER_LOOK = 1 << 16;

  private final Trace trace;
  private final Budget budget;
  private final ForcedOrder forced;
  private final VisibilityOrder walk;

  /** By step: its place in the order. */
  private final int[] places;

  private int placed;

  // The writes of each key in the order, and by write where it is there.
  private final int[] firstOfKey;
  private final int[] ordered;
  private final int[] ranks;

  /** By step: the search in which it was last come to. */
  private final int[] seen;

  private int search;
  private int steps;

  /** By two writes: that who saw the second need not have seen the first. */
  private final LongIntMap notBefore = new LongIntMap(64);

  ConvergentRegisters(Trace trace, Budget budget) {
    this.trace = trace;
    this.budget = budget;
    forced = new ForcedOrder(trace.size());
    walk = new VisibilityOrder(trace, new NewlyVisibleWrites(trace), forced);
    places = new int[trace.size()];
    seen = new int[trace.size()];
    ranks = new int[trace.size()];
    firstOfKey = new int[trace.keyCount() + 1];
    int writes = 0;
    for (int step = 0; step < trace.size(); step++) {
      if (trace.isWrite(step)) {
        firstOfKey[trace.key(step) + 1]++;
        writes++;
      }
    }
    for (int key = 1; key < firstOfKey.length; key++) {
      firstOfKey[key] += firstOfKey[key - 1];
    }
    ordered = new int[writes];
  }

  /** Why there is no order of writes for all: steps that come before themselves; or none. */
  List<Edge> contradictionOfAll() {
    return contradiction(false);
  }

  /** Why some read cannot be explained by itself: steps that come before themselves; or none. */
  List<Edge> contradictionOfOne() {
    // What holds for all holds for each, and is told sooner.
    if (contradictionOfAll().isEmpty()) {
      return List.of();
    }
    forced.clear();
    return contradiction(true);
  }

  private List<Edge> contradiction(boolean eachByItself) {
    int known;
    do {
      known = forced.count();
      if (!isArranged()) {
        return ways().cycle(walk.cycle());
      }
      arrangeWrites();
      for (int i = 0; i < trace.size(); i++) {
        int read = trace.inOrder(i);
        int least = trace.isWrite(read) ? places[read] : leastDoubtful(read);
        int missed = least < places[read] ? missed(read, least, eachByItself) : NOBODY;
        if (missed != NOBODY) {
          return ways().unseen(missed, read);
        }
      }
    } while (forced.count() > known);
    return List.of();
  }

  private ShortestPaths ways() {
    return new ShortestPaths(trace, forced, NOBODY);
  }

  private void look() {
    if (++steps > STEPS_PER_LOOK) {
      steps = 0;
      budget.check();
    }
  }

  private boolean isArranged() {
    walk.restart(NOBODY);
    placed = 0;
    for (int i = 0; i < trace.size(); i++) {
      if (!walk.isPossible(trace.inOrder(i), this::isTaken)) {
        return false;
      }
    }
    return true;
  }

  private boolean isTaken(int step) {
    look();
    places[step] = placed;
    seen[placed++] = step;
    return true;
  }

  private void arrangeWrites() {
    // Arranging left the steps in their order where searches note what they came to.
    int[] at = Arrays.copyOf(firstOfKey, firstOfKey.length - 1);
    for (int step : seen) {
      if (trace.isWrite(step)) {
        ranks[step] = at[trace.key(step)]++;
        ordered[ranks[step]] = step;
      }
    }
    Arrays.fill(seen, NOBODY);
    search = 0;
  }

  /** The place of the first write between the one that a read shows and the read. */
  private int leastDoubtful(int read) {
    int key = trace.key(read);
    int source = trace.source(read);
    int rank = source == NOBODY ? firstOfKey[key] : ranks[source] + 1;
    return rank < firstOfKey[key + 1] ? places[ordered[rank]] : places[read];
  }

  /**
   * Looks at all that came before a read from a place on; a write that it should have shown, and
   * notes which others have to come before the one that it shows.
   */
  private int missed(int read, int least, boolean eachByItself) {
    Ints queue = begin(read);
    Ints newer = new Ints();
    int source = trace.source(read);
    for (int head = 0; head < queue.size(); head++) {
      int step = queue.get(head);
      boolean isWrite = trace.isWrite(step);
      if (isWrite && step != source && trace.key(step) == trace.key(read)) {
        if (source == NOBODY) {
          return step;
        }
        if (places[source] < places[step]) {
          newer.add(step);
        }
      }
      follow(step, least, queue);
    }
    for (int i = 0; i < newer.size(); i++) {
      int write = newer.get(i);
      if (!eachByItself) {
        forced.add(write, source, read, trace.key(read));
      } else if (isBefore(source, write)) {
        return write;
      }
    }
    return NOBODY;
  }

  private boolean isBefore(int write, int other) {
    long pair = ((long) write << Integer.SIZE) | other;
    if (notBefore.get(pair) >= 0) {
      return false;
    }
    Ints queue = begin(other);
    for (int head = 0; head < queue.size() && seen[write] != search; head++) {
      follow(queue.get(head), places[write], queue);
    }
    if (seen[write] == search) {
      return true;
    }
    notBefore.put(pair, 0);
    return false;
  }

  private Ints begin(int step) {
    search++;
    seen[step] = search;
    Ints queue = new Ints();
    queue.add(step);
    return queue;
  }

  private void follow(int step, int least, Ints queue) {
    look();
    if (step > trace.begin(trace.session(step))) {
      come(step - 1, least, queue);
    }
    if (!trace.isWrite(step) && trace.source(step) != NOBODY) {
      come(trace.source(step), least, queue);
    }
  }

  private void come(int step, int least, Ints queue) {
    if (places[step] >= least && seen[step] != search) {
      seen[step] = search;
      queue.add(step);
    }
  }
}
