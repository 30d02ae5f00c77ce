package dev.ordeal.checkers.linearizability.register;

import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Gravity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Linearizability of a register to which no value is written twice, in O(n log n).
 *
 * <p>Such a register holds each value during one stretch of time. A value's <em>cluster</em> is the
 * operation that wrote it and all that saw it; a compare-and-set from v to w ends the stretch of v
 * and begins that of w, so clusters joined by compare-and-sets form a <em>block</em> that no other
 * value interrupts. Let m be the earliest end and M the latest start among a block's operations.
 * Block A must precede block B iff m(A) &lt; M(B). The history is linearizable iff
 *
 * <ol>
 *   <li>every value seen was written, and no value was replaced by two compare-and-sets,
 *   <li>within a block no operation on a later value ends before one on an earlier value starts,
 *       nor a read before its write starts, and
 *   <li>no two blocks must precede each other.
 * </ol>
 *
 * <p>Pairs suffice for the third: "m(A) &lt; M(B)" is a Ferrers relation, in which every cycle
 * contains one of length two. That is decided on the zones between m and M: two forward zones (m
 * &lt; M) must not overlap, and no backward zone (M &lt; m) may lie within a forward one (Gibbons
 * and Korach, <em>Testing shared memories</em>, 1997, for reads and writes; blocks extend it to
 * compare-and-set). The initial value's block begins before everything.
 *
 * <p>A crashed write or compare-and-set counts iff its value was seen by something that counts;
 * then it happened, and it never ends.
 */
public final class UniqueRegister {
  private static final int NEVER = Columns.NEVER;
  private static final int BEFORE_ALL = -1;
  private static final int NONE = -1;
  private static final int INITIAL = 0;

  private final RegisterColumns ops;
  private final Columns source;
  private final RegisterViolationExplainer story;

  // By value: its cluster.
  private final int[] writer;
  private final int[] successor;
  private final boolean[] hasPredecessor;
  private final boolean[] isSeen;
  private final int[] earliestReader;
  private final int[] latestReader;

  /** Two compare-and-sets that replaced the same value. */
  private final int[] rivals = {NONE, NONE};

  /** Whether the contradiction that the largest error of clocks would explain is looked for. */
  private final boolean isWidest;

  /** Of two operations of a block that contradict each other: who ended before whom began. */
  private int wrongEnded = NONE;

  private int wrongBegan = NONE;

  // By block: its first value, who ended first (nobody for the initial value), who began last.
  private int blocks;
  private int[] blockFirst = new int[16];
  private int[] blockFirstEnd = new int[16];
  private int[] blockLastStart = new int[16];

  private UniqueRegister(RegisterColumns ops, Columns source, boolean isWidest) {
    this.ops = ops;
    this.source = source;
    this.isWidest = isWidest;
    this.story = new RegisterViolationExplainer(ops, source);
    int values = ops.valueCount();
    writer = filled(values);
    successor = filled(values);
    hasPredecessor = new boolean[values];
    isSeen = new boolean[values];
    earliestReader = filled(values);
    latestReader = filled(values);
  }

  private static int[] filled(int length) {
    int[] column = new int[length];
    Arrays.fill(column, NONE);
    return column;
  }

  /**
   * Decides, if values are unique. Of several contradictions that are alike the one is told that
   * the largest error of clocks would explain, as far as pairs of neighbours show it.
   *
   * @return empty if some value that counts is written twice
   */
  public static Optional<Finding> decide(Value initial, Columns source, int[] operations) {
    return decide(new RegisterColumns(initial, source, operations), source, true);
  }

  /** Decides by the instants of the given columns, whatever they are; any contradiction will do. */
  static Optional<Finding> decide(RegisterColumns ops, Columns source) {
    return decide(ops, source, false);
  }

  private static Optional<Finding> decide(RegisterColumns ops, Columns source, boolean isWidest) {
    UniqueRegister register = new UniqueRegister(ops, source, isWidest);
    return register.gather() ? Optional.of(register.judge()) : Optional.empty();
  }

  // Clusters.

  /** Finds each value's operations; false if a value was written twice. */
  private boolean gather() {
    int[] crashedWriter = filled(ops.valueCount());
    int[] nextCrashed = filled(ops.size());
    int[] seen = new int[ops.valueCount()];
    int seenCount = 0;
    for (int i = 0; i < ops.size(); i++) {
      if (ops.end[i] == NEVER) {
        nextCrashed[i] = crashedWriter[ops.to[i]];
        crashedWriter[ops.to[i]] = i;
      } else if (count(i)) {
        seenCount = see(ops.from[i], seen, seenCount);
      } else {
        return false;
      }
    }
    for (int next = 0; next < seenCount; next++) {
      for (int i = crashedWriter[seen[next]]; i != NONE; i = nextCrashed[i]) {
        if (!count(i)) {
          return false;
        }
        seenCount = see(ops.from[i], seen, seenCount);
      }
    }
    return true;
  }

  private int see(int value, int[] seen, int count) {
    if (value == NONE || isSeen[value]) {
      return count;
    }
    isSeen[value] = true;
    seen[count] = value;
    return count + 1;
  }

  /** Puts an operation into its clusters; false if its value was written before. */
  private boolean count(int i) {
    int from = ops.from[i];
    int to = ops.to[i];
    if (to != NONE) {
      if (to == INITIAL || writer[to] != NONE) {
        return false;
      }
      writer[to] = i;
    }
    if (ops.kind[i] == RegisterColumns.READ) {
      if (earliestReader[from] == NONE || ops.end[i] < ops.end[earliestReader[from]]) {
        earliestReader[from] = i;
      }
      if (latestReader[from] == NONE || ops.start[i] > ops.start[latestReader[from]]) {
        latestReader[from] = i;
      }
    } else if (ops.kind[i] == RegisterColumns.CAS) {
      if (successor[from] != NONE && rivals[0] == NONE) {
        rivals[0] = writer[successor[from]];
        rivals[1] = i;
      }
      successor[from] = to;
      hasPredecessor[to] = true;
    }
    return true;
  }

  // Judgement.

  private Finding judge() {
    if (rivals[0] != NONE) {
      return story.lostUpdate(rivals[0], rivals[1]);
    }
    int visited = 0;
    int values = ops.valueCount();
    for (int value = 0; value < values; value++) {
      if (isSeen[value] && writer[value] == NONE && value != INITIAL) {
        return story.unwritten(sighting(value));
      }
    }
    for (int value = 0; value < values; value++) {
      if (hasPredecessor[value] || (writer[value] == NONE && !isSeen[value])) {
        visited += hasPredecessor[value] ? 0 : 1;
        continue;
      }
      block(value);
      if (wrongEnded != NONE && !isWidest) {
        return withinBlock();
      }
      for (int v = value; v != NONE; v = successor[v]) {
        visited++;
      }
    }
    if (wrongEnded == NONE) {
      return visited < values ? ring() : compare();
    }
    Finding.Violated within = withinBlock();
    return compare() instanceof Finding.Violated between && isGraver(between, within)
        ? between
        : within;
  }

  private static boolean isGraver(Finding.Violated one, Finding.Violated other) {
    int byKind = Gravity.sorted(List.of(other.anomaly(), one.anomaly())).indexOf(one.anomaly());
    return one.anomaly().equals(other.anomaly())
        ? one.marginNanos() > other.marginNanos()
        : byKind == 0;
  }

  /** An operation that saw a value. */
  private int sighting(int value) {
    return earliestReader[value] != NONE ? earliestReader[value] : writer[successor[value]];
  }

  /** Compare-and-sets that chase each other in a ring: none of them can have been first. */
  private Finding ring() {
    boolean[] reached = new boolean[ops.valueCount()];
    for (int value = 0; value < reached.length; value++) {
      for (int v = hasPredecessor[value] ? NONE : value; v != NONE; v = successor[v]) {
        reached[v] = true;
      }
    }
    int first = 0;
    while (reached[first]) {
      first++;
    }
    // Every value that is left has a predecessor that is left, so walking on comes back.
    List<Integer> members = new ArrayList<>();
    for (int v = first; !reached[v]; v = successor[v]) {
      reached[v] = true;
      members.add(writer[v]);
    }
    return story.ring(members.stream().mapToInt(Integer::intValue).toArray());
  }

  /** The contradiction within a block that was noted. */
  private Finding.Violated withinBlock() {
    Finding.Violated told =
        valueOf(wrongEnded) == valueOf(wrongBegan)
            ? story.beforeItsWrite(wrongEnded, wrongBegan)
            : story.backInChain(wrongEnded, wrongBegan, links(wrongBegan, wrongEnded));
    return told.within(margin(wrongEnded, wrongBegan));
  }

  /** How much earlier an operation would have to begin to overlap one that ended before. */
  private long margin(int ended, int began) {
    return source.startTime(ops.operation[began]) - source.endTime(ops.operation[ended]);
  }

  /** Notes a contradiction within a block if none was noted that is as wide; always false. */
  private boolean wrong(int ended, int began) {
    if (wrongEnded == NONE || margin(ended, began) > margin(wrongEnded, wrongBegan)) {
      wrongEnded = ended;
      wrongBegan = began;
    }
    return false;
  }

  /** Checks a block from within, and notes what is wrong, or else its zone. */
  private void block(int first) {
    int lastStart = NONE;
    int firstEnd = NONE;
    boolean isRight = true;
    for (int value = first; value != NONE; value = successor[value]) {
      int write = writer[value];
      int early = earliestReader[value];
      if (write != NONE) {
        if (lastStart != NONE && ops.end[write] < ops.start[lastStart]) {
          isRight = wrong(write, lastStart);
        }
        if (early != NONE && ops.end[early] < ops.start[write]) {
          isRight = wrong(early, write);
        }
      }
      if (early != NONE && lastStart != NONE && ops.end[early] < ops.start[lastStart]) {
        isRight = wrong(early, lastStart);
      }
      lastStart = later(later(lastStart, write), latestReader[value]);
      firstEnd = earlier(earlier(firstEnd, write), early);
    }
    if (lastStart != NONE && isRight) {
      if (blocks == blockFirst.length) {
        blockFirst = Arrays.copyOf(blockFirst, blocks * 2);
        blockFirstEnd = Arrays.copyOf(blockFirstEnd, blocks * 2);
        blockLastStart = Arrays.copyOf(blockLastStart, blocks * 2);
      }
      blockFirst[blocks] = first;
      blockFirstEnd[blocks] = first == INITIAL ? NONE : firstEnd;
      blockLastStart[blocks++] = lastStart;
    }
  }

  private int later(int a, int b) {
    return b == NONE || (a != NONE && ops.start[a] >= ops.start[b]) ? a : b;
  }

  private int earlier(int a, int b) {
    return b == NONE || (a != NONE && ops.end[a] <= ops.end[b]) ? a : b;
  }

  private int earliestEnd(int block) {
    return blockFirstEnd[block] == NONE ? BEFORE_ALL : ops.end[blockFirstEnd[block]];
  }

  private int latestStart(int block) {
    return ops.start[blockLastStart[block]];
  }

  private Finding compare() {
    long[] forward = forwardZones();
    int worstA = NONE;
    int worstB = NONE;
    for (int i = 1; i < forward.length; i++) {
      int a = (int) forward[i - 1];
      int b = (int) forward[i];
      if (earliestEnd(b) < latestStart(a) && isWorse(a, b, worstA, worstB)) {
        worstA = a;
        worstB = b;
      }
    }
    for (int b = 0; b < blocks; b++) {
      int before = isForward(b) ? 0 : countBefore(forward, latestStart(b));
      if (before > 0) {
        int a = (int) forward[before - 1];
        if (earliestEnd(b) < latestStart(a) && isWorse(a, b, worstA, worstB)) {
          worstA = a;
          worstB = b;
        }
      }
    }
    if (worstA != NONE) {
      return story.overtaken(shown(worstA), shown(worstB)).within(margins(worstA, worstB));
    }
    return new Finding.Linearizable(this::order);
  }

  private boolean isForward(int block) {
    return earliestEnd(block) < latestStart(block);
  }

  /** Forward zones as they begin: that instant in the high half, the block in the low. */
  private long[] forwardZones() {
    long[] forward = new long[blocks];
    int count = 0;
    for (int b = 0; b < blocks; b++) {
      if (isForward(b)) {
        forward[count++] = ((long) earliestEnd(b) << 32) | b;
      }
    }
    forward = Arrays.copyOf(forward, count);
    Arrays.parallelSort(forward);
    return forward;
  }

  /**
   * Whether a pair of blocks shows its contradiction better than another pair: by what a larger
   * error of clocks would explain, or else earlier in the history.
   */
  private boolean isWorse(int a, int b, int otherA, int otherB) {
    if (otherA == NONE) {
      return true;
    }
    int wider = isWidest ? Long.compare(margins(a, b), margins(otherA, otherB)) : 0;
    return wider > 0
        || (wider == 0
            && Math.max(latestStart(a), latestStart(b))
                < Math.max(latestStart(otherA), latestStart(otherB)));
  }

  /** The least error of clocks by which one of two blocks need not precede the other. */
  private long margins(int a, int b) {
    return Math.min(precedes(a, b), precedes(b, a));
  }

  /** By how much a block's first end is before another's last start; the initial value's by all. */
  private long precedes(int a, int b) {
    return blockFirstEnd[a] == NONE
        ? Finding.Violated.NO_CLOCK
        : margin(blockFirstEnd[a], blockLastStart[b]);
  }

  /** How many forward zones begin before an instant. */
  private static int countBefore(long[] forward, int instant) {
    int at = Arrays.binarySearch(forward, (long) instant << 32);
    return at >= 0 ? at : -at - 1;
  }

  /** The compare-and-sets that led from the value of one operation to that of another. */
  private List<Integer> links(int older, int newer) {
    List<Integer> links = new ArrayList<>();
    int last = valueOf(newer);
    for (int v = valueOf(older); v != last; ) {
      v = successor[v];
      links.add(writer[v]);
    }
    return links;
  }

  private int valueOf(int i) {
    return ops.to[i] != NONE ? ops.to[i] : ops.from[i];
  }

  private RegisterViolationExplainer.Block shown(int block) {
    int first = blockFirst[block];
    boolean seen = isSeen[first] || first == INITIAL;
    return new RegisterViolationExplainer.Block(
        blockFirstEnd[block], blockLastStart[block], linksBetween(block), seen);
  }

  /** The compare-and-sets between the values of the first end and the last start of a block. */
  private List<Integer> linksBetween(int block) {
    int one = blockFirstEnd[block] == NONE ? INITIAL : valueOf(blockFirstEnd[block]);
    int other = valueOf(blockLastStart[block]);
    List<Integer> links = new ArrayList<>();
    boolean isBetween = false;
    for (int v = blockFirst[block]; v != NONE && one != other; v = successor[v]) {
      if (isBetween) {
        links.add(writer[v]);
      }
      isBetween ^= v == one || v == other;
    }
    return links;
  }

  /** A linearization of what counts. */
  private int[] order() {
    long[] forward = forwardZones();
    // A zone that runs backward fits between the forward ones at its latest start.
    Integer[] sorted = new Integer[blocks];
    long[] place = new long[blocks];
    for (int b = 0; b < blocks; b++) {
      sorted[b] = b;
      int before = countBefore(forward, latestStart(b));
      // A forward zone counts itself among those that begin before its end.
      place[b] = isForward(b) ? ((2L * before - 1) << 32) : ((2L * before) << 32) | latestStart(b);
    }
    Arrays.sort(sorted, Comparator.comparingLong(b -> place[b]));
    int[] readersFrom = new int[ops.valueCount() + 2];
    for (int i = 0; i < ops.size(); i++) {
      if (ops.kind[i] == RegisterColumns.READ) {
        readersFrom[ops.from[i] + 2]++;
      }
    }
    for (int v = 2; v < readersFrom.length; v++) {
      readersFrom[v] += readersFrom[v - 1];
    }
    int[] readers = new int[ops.size()];
    for (int i = 0; i < ops.size(); i++) {
      if (ops.kind[i] == RegisterColumns.READ) {
        readers[readersFrom[ops.from[i] + 1]++] = i;
      }
    }
    int[] order = new int[ops.size()];
    int length = 0;
    for (int block : sorted) {
      for (int v = blockFirst[block]; v != NONE; v = successor[v]) {
        if (writer[v] != NONE) {
          order[length++] = ops.operation[writer[v]];
        }
        for (int r = readersFrom[v]; r < readersFrom[v + 1]; r++) {
          order[length++] = ops.operation[readers[r]];
        }
      }
    }
    return Arrays.copyOf(order, length);
  }
}
