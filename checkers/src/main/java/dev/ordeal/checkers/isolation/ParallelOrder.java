package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.solver.Clauses;
import dev.ordeal.checkers.solver.LiveOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Decides exactly whether registers keep parallel snapshot isolation (Sovran and others, SOSP
 * 2011): whether each register's writes can be ordered so that dependencies (who read from whom,
 * who overwrote whom) have no cycle, nor one with a single anti-dependency. Several
 * anti-dependencies may lead in a circle, so no single order of instants shows it, as it does for
 * the levels of {@link CommitOrder}.
 *
 * <p>Starts with an order of transactions in which who is read comes before who reads, takes the
 * writes in that order, and walks along it. Where a reader has missed a write of somebody on whom
 * it depends, there is a cycle; which of two writers on it came first becomes a choice, and the
 * order is mended there. What cannot be together is learned ({@link Clauses}). Dependencies only
 * lead forward in the order, so they are looked for from the reader back to the write that it
 * missed, and nothing is looked for where nobody missed anything: about linear for histories that
 * keep the level. Exponential at worst, hence a budget.
 */
final class ParallelOrder implements Decision {
  private static final int NOBODY = -1;

  private final RwRegister history;
  private final Transactions transactions;
  private final int[] members;
  private final Budget budget;
  private final Clauses clauses;
  private final Pairs pairs;
  private final LiveOrder order;
  private final boolean isContradictory;
  private final BitSet contradicting = new BitSet();

  /** By the history's numbers: those used here; negative for who is not judged. */
  private final int[] local;

  /** By write: whose it is. */
  private final int[] writer;

  // The walk: transactions before this place have been walked over.
  private int walked;

  /** By key: the first and the last write that were walked over. */
  private final int[] earliest;

  private final int[] latest;

  /** By write that was walked over: the key's one before it, and the next one. */
  private final int[] before;

  private final int[] next;

  // The search back from a reader: who was come to in it, and from whom.
  private final int[] seen;
  private final int[] from;
  private final boolean[] isRead;
  private int search;

  ParallelOrder(RwRegister history, int[] members, Budget budget) {
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.budget = budget;
    int n = members.length;
    local = filled(transactions.size());
    for (int t = 0; t < n; t++) {
      local[members[t]] = t;
    }
    int writes = history.firstWrite[transactions.size()];
    writer = filled(writes);
    for (int t = 0; t < n; t++) {
      Arrays.fill(writer, history.firstWrite[members[t]], history.firstWrite[members[t] + 1], t);
    }
    int[] first = new int[n + 1];
    int[] targets = readers(first);
    int[] likely = likely(first, targets);
    isContradictory = likely.length < n;
    order = new LiveOrder(first, targets, isContradictory ? new int[0] : likely, this::rewind);
    EdgeChoices choices = new EdgeChoices(order, t -> t, t -> t, budget::isOutOfTime, this::note);
    clauses = choices.clauses;
    pairs = choices.pairs;
    earliest = filled(transactions.ops.keyCount());
    latest = filled(transactions.ops.keyCount());
    before = filled(writes);
    next = filled(writes);
    seen = new int[n];
    from = new int[n];
    isRead = new boolean[n];
  }

  private static int[] filled(int length) {
    int[] all = new int[length];
    Arrays.fill(all, NOBODY);
    return all;
  }

  /** Who wrote what a read saw; negative if that is nobody who is judged. */
  private int seenOf(int read) {
    int slot = history.readSlots[read];
    return slot < 0 ? NOBODY : local[history.writers.writer(slot)];
  }

  /** Edges from each transaction to those that read what it wrote, and where they begin. */
  private int[] readers(int[] first) {
    for (int member : members) {
      for (int i = history.firstRead[member]; i < history.firstRead[member + 1]; i++) {
        if (seenOf(i) != NOBODY) {
          first[seenOf(i) + 1]++;
        }
      }
    }
    for (int t = 0; t < members.length; t++) {
      first[t + 1] += first[t];
    }
    int[] targets = new int[first[members.length]];
    int[] at = Arrays.copyOf(first, members.length);
    for (int t = 0; t < members.length; t++) {
      for (int i = history.firstRead[members[t]]; i < history.firstRead[members[t] + 1]; i++) {
        if (seenOf(i) != NOBODY) {
          targets[at[seenOf(i)]++] = t;
        }
      }
    }
    return targets;
  }

  /** An order that fits the edges, early ends first; shorter where there is none. */
  private int[] likely(int[] first, int[] targets) {
    int n = members.length;
    int[] degrees = new int[n];
    for (int target : targets) {
      degrees[target]++;
    }
    PriorityQueue<Integer> free =
        new PriorityQueue<>(
            (one, other) ->
                deadline(one) != deadline(other)
                    ? Integer.compare(deadline(one), deadline(other))
                    : Integer.compare(one, other));
    for (int t = 0; t < n; t++) {
      if (degrees[t] == 0) {
        free.add(t);
      }
    }
    int[] likely = new int[n];
    int count = 0;
    while (!free.isEmpty()) {
      int t = free.remove();
      likely[count++] = t;
      for (int e = first[t]; e < first[t + 1]; e++) {
        if (--degrees[targets[e]] == 0) {
          free.add(targets[e]);
        }
      }
    }
    for (int t = 0; t < n; t++) {
      // Who is on a cycle, or behind one.
      contradicting.set(t, degrees[t] > 0);
    }
    return Arrays.copyOf(likely, count);
  }

  private int deadline(int t) {
    return history.deadline(members[t]);
  }

  @Override
  public Answer decide() {
    if (isContradictory) {
      return Answer.IMPOSSIBLE;
    }
    while (true) {
      int[] together = walk();
      if (together == null) {
        verify();
        return Answer.POSSIBLE;
      }
      switch (mend(together)) {
        case SETTLED -> {}
        case IMPOSSIBLE -> {
          return Answer.IMPOSSIBLE;
        }
        case ENDED -> {
          return Answer.GAVE_UP;
        }
      }
      if (budget.isOutOfTime()) {
        return Answer.GAVE_UP;
      }
    }
  }

  @Override
  public int[] contradicting() {
    return contradicting.stream().map(t -> members[t]).toArray();
  }

  private void verify() {
    int[] found = new int[members.length];
    for (int place = 0; place < found.length; place++) {
      found[place] = members[order.nodeAt(place)];
    }
    String problem = ParallelCertificate.problem(history, members, found);
    if (!problem.isEmpty()) {
      throw new IllegalStateException("the verifier rejects the order: " + problem);
    }
  }

  /** Turns one of the choices over that cannot be together, or learns that they cannot. */
  private Clauses.Outcome mend(int[] together) {
    int[] open = Arrays.stream(together).filter(literal -> clauses.isOpen(literal >> 1)).toArray();
    if (open.length < 2) {
      return clauses.exclude(together);
    }
    int best = open[0];
    for (int literal : open) {
      if (cost(literal) < cost(best)) {
        best = literal;
      }
    }
    return clauses.decide(best ^ 1);
  }

  /** How unlikely it is that two writers came the other way round, by when they were called. */
  private long cost(int literal) {
    int one = pairs.before(literal);
    int other = pairs.behind(literal);
    boolean canBe = transactions.start(members[other]) < deadline(one);
    return (canBe ? 0 : (long) members.length) + order.position(other) - order.position(one);
  }

  // The walk.

  /** Goes on until there is a cycle: which choices it is made of; null if there is none. */
  private int[] walk() {
    while (walked < order.size()) {
      int t = order.nodeAt(walked);
      int[] together = cycle(t);
      if (together != null) {
        return together;
      }
      for (int i = history.firstWrite[members[t]]; i < history.firstWrite[members[t] + 1]; i++) {
        int key = history.writeKeys[i];
        before[i] = latest[key];
        if (latest[key] == NOBODY) {
          earliest[key] = i;
        } else {
          next[latest[key]] = i;
        }
        latest[key] = i;
      }
      walked++;
    }
    return null;
  }

  /** Takes the walk back to before a place. */
  private void rewind(int place) {
    while (walked > place) {
      int m = members[order.nodeAt(--walked)];
      for (int i = history.firstWrite[m + 1] - 1; i >= history.firstWrite[m]; i--) {
        int key = history.writeKeys[i];
        latest[key] = before[i];
        if (before[i] == NOBODY) {
          earliest[key] = NOBODY;
        } else {
          next[before[i]] = NOBODY;
        }
      }
    }
  }

  /** The write that came behind what a read saw; negative if none was walked over. */
  private int missed(int read) {
    if (history.readSlots[read] == RwRegister.INITIAL) {
      return earliest[history.readKeys[read]];
    }
    int seenOf = seenOf(read);
    return seenOf == NOBODY ? NOBODY : next[history.write(members[seenOf], history.readKeys[read])];
  }

  /** The choices along a way by which a reader depends on somebody whose write it missed. */
  private int[] cycle(int reader) {
    int begin = history.firstRead[members[reader]];
    int end = history.firstRead[members[reader] + 1];
    int least = order.size();
    for (int read = begin; read < end; read++) {
      int missed = missed(read);
      least = missed == NOBODY ? least : Math.min(least, order.position(writer[missed]));
    }
    if (least == order.size()) {
      return null;
    }
    lookBack(reader, least);
    for (int read = begin; read < end; read++) {
      int missed = missed(read);
      if (missed != NOBODY && seen[writer[missed]] == search) {
        return along(reader, read, writer[missed]);
      }
    }
    return null;
  }

  /** Finds on whom a transaction depends, back to a place. */
  private void lookBack(int reader, int least) {
    search++;
    List<Integer> queue = new ArrayList<>(List.of(reader));
    seen[reader] = search;
    for (int head = 0; head < queue.size(); head++) {
      int t = queue.get(head);
      int m = members[t];
      for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
        reach(seenOf(i), t, true, least, queue);
      }
      for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
        int previous = t == reader ? latest[history.writeKeys[i]] : before[i];
        reach(previous == NOBODY ? NOBODY : writer[previous], t, false, least, queue);
      }
    }
  }

  private void reach(int t, int behind, boolean read, int least, List<Integer> queue) {
    if (t != NOBODY && seen[t] != search && order.position(t) >= least) {
      seen[t] = search;
      from[t] = behind;
      isRead[t] = read;
      queue.add(t);
    }
  }

  /** The choices that make a cycle, of which the transactions are noted. */
  private int[] along(int reader, int read, int missed) {
    List<Integer> literals = new ArrayList<>();
    if (seenOf(read) != NOBODY) {
      contradicting.set(seenOf(read));
      literals.add(pairs.literal(seenOf(read), missed));
    }
    contradicting.set(missed);
    for (int t = missed; t != reader; t = from[t]) {
      contradicting.set(from[t]);
      if (!isRead[t]) {
        literals.add(pairs.literal(t, from[t]));
      }
    }
    return literals.stream().mapToInt(literal -> literal).toArray();
  }

  /** Takes note of a cycle that choices would have closed. */
  private void note() {
    for (int t : order.cycleNodes()) {
      contradicting.set(t);
    }
  }
}
