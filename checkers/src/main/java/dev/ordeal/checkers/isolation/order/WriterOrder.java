package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.explanation.Decision;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.CdclSolver;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Looks for an order of transactions on registers in which each sees what a level says that it
 * sees: the search that {@link ParallelOrder} and {@link AtomicOrder} have in common.
 *
 * <p>Starts with an order of transactions in which who is read comes before who reads, takes the
 * writes in that order, and walks along it. Where the level is broken, which of two writers came
 * first becomes a choice, and the order is mended there; what cannot be together is learned ({@link
 * CdclSolver}). Exponential at worst, hence a budget.
 */
abstract sealed class WriterOrder implements Decision permits ParallelOrder, AtomicOrder {
  static final int NOBODY = -1;

  /** What a walk says that time has ended. */
  private static final int[] LATE = {};

  /** How many readers a walk comes to between two looks at the clock. */
  private static final int READERS_PER_LOOK = 64;

  final RwRegister history;
  final int[] members;
  final DynamicTopologicalOrder order;

  private final Transactions transactions;
  private final Budget budget;

  /** For what is linear. */
  private final Budget passes;

  private final CdclSolver clauses;
  private final Pairs pairs;
  private final boolean isContradictory;
  private final BitSet contradicting = new BitSet();

  /** Those on the last cycle that was refused. */
  private int[] last = {};

  /** Whose reads were mended last. */
  private int reader = NOBODY;

  private final OrderNodes nodes;

  /** By write: whose it is. */
  final int[] writer;

  // The walk: transactions before this place have been walked over.
  private int walked;

  /** By key: the first and the last write that were walked over. */
  private final int[] earliest;

  final int[] latest;

  /** By write that was walked over: the key's one before it, and the next one. */
  final int[] before;

  final int[] next;

  WriterOrder(RwRegister history, int[] members, Budget budget) {
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.budget = budget;
    passes = budget.forPasses(CommitOrder.GRACE);
    nodes = OrderNodes.ofReads(history, members, passes);
    int writes = history.firstWrite[transactions.size()];
    writer = filled(writes);
    for (int t = 0; t < members.length; t++) {
      Arrays.fill(writer, history.firstWrite[members[t]], history.firstWrite[members[t] + 1], t);
    }
    int[] likely = new LikelyOrder(history, nodes, passes).find();
    isContradictory = likely.length < members.length;
    if (isContradictory) {
      last = nodes.cycle();
      Arrays.stream(last).forEach(contradicting::set);
    }
    order =
        new DynamicTopologicalOrder(
            nodes.first(), nodes.targets(), isContradictory ? new int[0] : likely, this::rewind);
    EdgeChoices choices = new EdgeChoices(order, t -> t, t -> t, budget::isOutOfTime, this::note);
    clauses = choices.clauses;
    pairs = choices.pairs;
    earliest = filled(transactions.ops.keyCount());
    latest = filled(transactions.ops.keyCount());
    before = filled(writes);
    next = filled(writes);
  }

  /**
   * Literals of what cannot be together, by which a transaction would not see what it has to; null
   * if it does. All writers that come before it in the order have been walked over.
   */
  abstract int[] broken(int reader);

  /** What is wrong with an order of the history's numbers, by a verifier of its own; else empty. */
  abstract String problem(int[] order);

  /** The literal for: one comes before the other. */
  int literal(int one, int other) {
    return pairs.literal(one, other);
  }

  /** Takes note of somebody who takes part in a contradiction. */
  void concern(int t) {
    contradicting.set(t);
  }

  private static int[] filled(int length) {
    int[] all = new int[length];
    Arrays.fill(all, NOBODY);
    return all;
  }

  /** Who wrote what a read saw; negative if that is nobody who is judged. */
  int seenOf(int read) {
    int slot = history.readSlots[read];
    return slot < 0 ? NOBODY : nodes.local(history.writers.writer(slot));
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
      if (together == LATE) {
        return Answer.GAVE_UP;
      }
      if (together == null) {
        verify();
        return Answer.POSSIBLE;
      }
      reader = order.nodeAt(walked);
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
    String problem = problem(found);
    if (!problem.isEmpty()) {
      throw new IllegalStateException("the verifier rejects the order: " + problem);
    }
  }

  @Override
  public int[] last() {
    IntStream together =
        reader == NOBODY
            ? Arrays.stream(last)
            : IntStream.concat(IntStream.of(reader), Arrays.stream(last));
    return together.map(t -> members[t]).distinct().sorted().toArray();
  }

  /** Turns one of the choices over that cannot be together, or learns that they cannot. */
  private CdclSolver.Outcome mend(int[] together) {
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

  /** Goes on until the level is broken: by which choices; null if it is not, or {@link #LATE}. */
  private int[] walk() {
    while (walked < order.size()) {
      if (walked % READERS_PER_LOOK == 0 && passes.isOutOfTime()) {
        return LATE;
      }
      int t = order.nodeAt(walked);
      int[] together = broken(t);
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
  int missed(int read) {
    if (history.readSlots[read] == RwRegister.INITIAL) {
      return earliest[history.readKeys[read]];
    }
    int seenOf = seenOf(read);
    return seenOf == NOBODY ? NOBODY : next[history.write(members[seenOf], history.readKeys[read])];
  }

  /** Takes note of a cycle that choices would have closed. */
  private void note() {
    last = order.cycleNodes();
    for (int t : last) {
      contradicting.set(t);
    }
  }
}
