package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.model.RegisterModel.RegisterCall;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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
final class UniqueRegister {
  private static final long NEVER = Long.MAX_VALUE;
  private static final long BEFORE_ALL = Long.MIN_VALUE;

  /** One value's cluster. */
  private static final class Cluster {
    final Value value;
    Operation writer;
    final List<Operation> members = new ArrayList<>();
    Cluster after;
    Cluster before;

    Cluster(Value value) {
      this.value = value;
    }
  }

  private record Block(
      long earliestEnd, Operation firstEnd, long latestStart, Operation lastStart) {
    boolean isForward() {
      return earliestEnd < latestStart;
    }

    long low() {
      return Math.min(earliestEnd, latestStart);
    }

    long high() {
      return Math.max(earliestEnd, latestStart);
    }
  }

  private final Map<Value, Cluster> clusters = new HashMap<>();
  private final Value initial;

  private UniqueRegister(Value initial) {
    this.initial = initial;
  }

  /**
   * Decides, if values are unique.
   *
   * @param counts whether a crashed operation counts
   * @return empty if some value is written twice
   */
  static Optional<Finding> decide(
      Value initial, List<Operation> operations, Predicate<Operation> counts) {
    List<Operation> kept =
        operations.stream().filter(op -> op.isOk() || (op.isInfo() && counts.test(op))).toList();
    if (!isUnique(initial, kept)) {
      return Optional.empty();
    }
    return Optional.of(new UniqueRegister(initial).decide(kept));
  }

  private static boolean isUnique(Value initial, List<Operation> operations) {
    Set<Value> written = new HashSet<>();
    written.add(initial);
    for (Operation op : operations) {
      boolean fresh =
          switch (RegisterCall.of(op)) {
            case RegisterCall.Read read -> true;
            case RegisterCall.Write write -> written.add(write.value());
            case RegisterCall.Cas cas -> written.add(cas.replacement());
          };
      if (!fresh) {
        return false;
      }
    }
    return true;
  }

  private Finding decide(List<Operation> operations) {
    for (Operation op : operations) {
      switch (RegisterCall.of(op)) {
        case RegisterCall.Read read -> cluster(read.value()).members.add(op);
        case RegisterCall.Write write -> write(write.value(), op);
        case RegisterCall.Cas cas -> {
          write(cas.replacement(), op);
          Cluster from = cluster(cas.expected());
          Cluster to = cluster(cas.replacement());
          if (from.after != null) {
            return violation(from.after.writer, op);
          }
          from.after = to;
          to.before = from;
          from.members.add(op);
        }
      }
    }
    List<Block> blocks = new ArrayList<>();
    for (Cluster cluster : clusters.values()) {
      if (cluster.writer == null && !cluster.value.equals(initial)) {
        return violation(cluster.members.getFirst());
      }
      if (cluster.before != null) {
        continue;
      }
      Optional<Finding> wrong = block(cluster, blocks);
      if (wrong.isPresent()) {
        return wrong.get();
      }
    }
    int reached = clusters.values().stream().mapToInt(c -> c.before == null ? length(c) : 0).sum();
    if (reached < clusters.size()) {
      // Compare-and-sets that chase each other in a ring: none of them can have been first.
      return violation(
          clusters.values().stream()
              .filter(c -> c.before != null)
              .map(c -> c.writer)
              .toArray(Operation[]::new));
    }
    return compare(blocks);
  }

  private static int length(Cluster first) {
    int length = 0;
    for (Cluster c = first; c != null; c = c.after) {
      length++;
    }
    return length;
  }

  private Cluster cluster(Value value) {
    return clusters.computeIfAbsent(value, Cluster::new);
  }

  private void write(Value value, Operation op) {
    Cluster cluster = cluster(value);
    cluster.writer = op;
    cluster.members.add(op);
  }

  /** Checks a block from within and adds it to the list. */
  private Optional<Finding> block(Cluster first, List<Block> blocks) {
    long latestStart = BEFORE_ALL;
    Operation lastStart = null;
    long earliestEnd = first.value.equals(initial) ? BEFORE_ALL : NEVER;
    Operation firstEnd = null;
    for (Cluster c = first; c != null; c = c.after) {
      for (Operation op : c.members) {
        boolean entering = op == c.writer;
        // What comes before op: all earlier clusters, and within its own the write.
        if (!entering && c.writer != null && end(op) < start(c.writer)) {
          return Optional.of(violation(c.writer, op));
        }
        if (lastStart != null && end(op) < latestStart) {
          return Optional.of(violation(lastStart, op));
        }
      }
      for (Operation op : c.members) {
        boolean leaving = c.after != null && op == c.after.writer;
        if (leaving) {
          // The swap belongs to both clusters and is judged and counted in the later one.
          for (Operation other : c.members) {
            if (other != op && end(op) < start(other)) {
              return Optional.of(violation(other, op));
            }
          }
          continue;
        }
        if (start(op) > latestStart) {
          latestStart = start(op);
          lastStart = op;
        }
        if (end(op) < earliestEnd) {
          earliestEnd = end(op);
          firstEnd = op;
        }
      }
    }
    if (lastStart != null) {
      blocks.add(new Block(earliestEnd, firstEnd, latestStart, lastStart));
    }
    return Optional.empty();
  }

  private Finding compare(List<Block> blocks) {
    Block[] forward =
        blocks.stream()
            .filter(Block::isForward)
            .sorted(Comparator.comparingLong(Block::low))
            .toArray(Block[]::new);
    for (int i = 1; i < forward.length; i++) {
      if (forward[i].low() < forward[i - 1].high()) {
        return violation(forward[i - 1], forward[i]);
      }
    }
    long[] lows = Arrays.stream(forward).mapToLong(Block::low).toArray();
    for (Block backward : blocks) {
      if (backward.isForward()) {
        continue;
      }
      int at = Arrays.binarySearch(lows, backward.low());
      int candidate = at >= 0 ? at : -at - 2;
      if (candidate >= 0 && backward.high() < forward[candidate].high()) {
        return violation(forward[candidate], backward);
      }
    }
    return new Finding.Linearizable();
  }

  private static long start(Operation op) {
    return op.invocation().index();
  }

  private static long end(Operation op) {
    return op.isOk() ? op.completion().get().index() : NEVER;
  }

  private static Finding violation(Block a, Block b) {
    return violation(
        java.util.stream.Stream.of(a.firstEnd(), a.lastStart(), b.firstEnd(), b.lastStart())
            .filter(op -> op != null)
            .toArray(Operation[]::new));
  }

  /** The last of the witnesses to return is where the history goes wrong at the latest. */
  private static Finding violation(Operation... witnesses) {
    Operation last =
        Arrays.stream(witnesses)
            .filter(Operation::isOk)
            .max(Comparator.comparingLong(UniqueRegister::end))
            .orElse(witnesses[0]);
    List<Operation> others =
        Arrays.stream(witnesses).distinct().filter(op -> !op.equals(last)).toList();
    return new Finding.NotLinearizable(last, List.of(), others);
  }
}
