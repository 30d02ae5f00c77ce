package dev.ordeal.checkers.isolation.order;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.explanation.Decision;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.CdclSolver;
import dev.ordeal.checkers.solver.DynamicTopologicalOrder;
import dev.ordeal.checkers.solver.FixedEdges;
import dev.ordeal.checkers.solver.Theory;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Decides exactly whether registers keep a level, by looking for an order of snapshots and commits
 * in which every read sees the last write.
 *
 * <p>Starts with a likely order that fits what is known, and walks along it. Where a read does not
 * see the last write, or where snapshot isolation sees two writers of a register overlap, which of
 * two writers came first becomes a choice, and the order is mended there; contradictions are
 * learned from ({@link CdclSolver}). So only those choices are ever made that the order leaves open
 * and gets wrong: what is far apart in time costs nothing, and the whole is about linear for
 * histories that keep the level. NP-complete at worst (Papadimitriou, 1979), hence a budget. A
 * positive answer is replayed by {@link SerializationVerifier}, a negative one comes with the
 * transactions that contradict each other.
 */
public final class CommitOrder implements Decision, Theory {
  /** How much longer than a check finding out what is known, and likely, may take. */
  static final Duration GRACE = Duration.ofMillis(500);

  private static final int NOBODY = -1;

  private static final int LATE = -2;

  /** How many choices are made between two looks at the clock. */
  private static final int CHOICES_PER_LOOK = 64;

  private final RwRegister history;
  private final Transactions transactions;
  private final Rule rule;
  private final OrderNodes nodes;
  private final int[] members;
  // What the search knows; let go of when it has found an order.
  private DynamicTopologicalOrder order;
  private CdclSolver clauses;
  private Pairs pairs;
  private final Budget budget;

  /** For what is linear. */
  private final Budget passes;

  private final BitSet contradicting = new BitSet();

  /** The nodes of the last cycle that was refused. */
  private int[] last = {};

  /**
   * By choice: the last of the edges that stand for the side taken; each is tagged with the next.
   */
  private int[] chains = new int[16];

  // The walk: nodes before this place have been walked over.
  private int walked;

  /** By key: the last writer that was walked over. */
  private final int[] current;

  /** By write: who was the key's last writer before. */
  private final int[] before;

  private final boolean isContradictory;

  /**
   * An order of some transactions, not yet decided.
   *
   * @param members their numbers
   * @param rule whether snapshots and commits are one instant
   * @param bond which order besides that of dependencies must be kept
   * @throws BudgetExceededException if the check is over before that is known
   */
  public CommitOrder(
      RwRegister history, int[] members, Rule rule, CycleClass.Bond bond, Budget budget) {
    this.budget = budget;
    clauses = new CdclSolver(this, budget::isOutOfTime);
    pairs = new Pairs(clauses);
    this.history = history;
    this.transactions = history.transactions;
    this.members = members;
    this.rule = rule;
    passes = budget.forPasses(GRACE);
    nodes = nodes(history, members, rule, bond, passes);
    passes.check();
    order = order();
    isContradictory = order.size() < nodes.size();
    if (isContradictory) {
      note(nodes.cycle());
    }
    current = new int[transactions.ops.keyCount()];
    Arrays.fill(current, NOBODY);
    before = new int[history.firstWrite[transactions.size()]];
  }

  /** The nodes; what is asked of the history next is found at the same time. */
  private static OrderNodes nodes(
      RwRegister history, int[] members, Rule rule, CycleClass.Bond bond, Budget passes) {
    OrderNodes[] nodes = new OrderNodes[1];
    ParallelRanges.both(
        members.length,
        history::findDeadlines,
        () -> nodes[0] = new OrderNodes(history, members, rule, bond, passes));
    return nodes[0];
  }

  /** The order to begin with; of no nodes if what is known has a cycle. */
  private DynamicTopologicalOrder order() {
    int[][] likely = new int[1][];
    FixedEdges[] fixed = new FixedEdges[1];
    ParallelRanges.both(
        nodes.size(),
        () -> likely[0] = new LikelyOrder(history, nodes, passes).find(),
        () -> fixed[0] = FixedEdges.of(nodes.first(), nodes.targets()));
    boolean isOrder = likely[0].length == nodes.size();
    return new DynamicTopologicalOrder(fixed[0], isOrder ? likely[0] : new int[0], this::rewind);
  }

  @Override
  public Answer decide() {
    if (isContradictory) {
      return Answer.IMPOSSIBLE;
    }
    int choices = 0;
    while (true) {
      int literal = walk();
      if (literal == LATE) {
        return Answer.GAVE_UP;
      }
      if (literal < 0) {
        verify();
        return Answer.POSSIBLE;
      }
      switch (clauses.decide(literal)) {
        case SETTLED -> {}
        case IMPOSSIBLE -> {
          return Answer.IMPOSSIBLE;
        }
        case ENDED -> {
          return Answer.GAVE_UP;
        }
      }
      if (++choices % CHOICES_PER_LOOK == 0 && budget.isOutOfTime()) {
        return Answer.GAVE_UP;
      }
    }
  }

  @Override
  public int[] contradicting() {
    // Who read the same version contradict each other only together with who wrote it.
    BitSet some = (BitSet) contradicting.clone();
    for (int t = some.nextSetBit(0); t >= 0; t = some.nextSetBit(t + 1)) {
      for (int i = history.firstRead[members[t]]; i < history.firstRead[members[t] + 1]; i++) {
        int slot = history.readSlots[i];
        int writer = slot < 0 ? NOBODY : nodes.local(history.writers.writer(slot));
        if (writer >= 0) {
          contradicting.set(writer);
        }
      }
    }
    return contradicting.stream().map(t -> members[t]).toArray();
  }

  /** The order that was found, as {@link SerializationVerifier} takes it. */
  private int[] found() {
    int[] found = new int[2 * members.length];
    int count = 0;
    for (int place = 0; place < order.size(); place++) {
      int node = order.nodeAt(place);
      if (!nodes.isInstant(node)) {
        continue;
      }
      int t = members[nodes.transaction(node)];
      if (nodes.isSnapshot(node)) {
        found[count++] = 2 * t;
      }
      if (nodes.isCommit(node)) {
        found[count++] = 2 * t + 1;
      }
    }
    return found;
  }

  private void verify() {
    // The proof needs as much memory as a good part of these, and none of what they know.
    clauses = null;
    pairs = null;
    chains = null;
    int[] found = found();
    order = null;
    boolean[] judged = new boolean[transactions.size()];
    for (int member : members) {
      judged[member] = true;
    }
    String problem = SerializationVerifier.problem(history, judged, found, rule, nodes.bond());
    if (!problem.isEmpty()) {
      throw new IllegalStateException("the verifier rejects the order: " + problem);
    }
  }

  // The walk.

  /**
   * Goes on until something does not fit: the literal of what to do about it; else negative, {@link
   * #LATE} if time is over.
   */
  private int walk() {
    while (walked < order.size()) {
      if (passes.isOutOfTime(walked)) {
        return LATE;
      }
      int node = order.nodeAt(walked);
      if (nodes.isInstant(node)) {
        int t = nodes.transaction(node);
        int literal = NOBODY;
        if (nodes.isSnapshot(node)) {
          literal = misread(t);
        }
        if (literal < 0 && nodes.isCommit(node)) {
          literal = overlap(t);
        }
        if (literal >= 0) {
          return literal;
        }
        if (nodes.isCommit(node)) {
          write(t);
        }
      }
      walked++;
    }
    return NOBODY;
  }

  private int misread(int t) {
    int m = members[t];
    for (int i = history.firstRead[m]; i < history.firstRead[m + 1]; i++) {
      int slot = history.readSlots[i];
      int last = current[history.readKeys[i]];
      if (slot >= 0 && last != NOBODY) {
        int writer = nodes.local(history.writers.writer(slot));
        if (writer >= 0 && writer != last) {
          return away(writer, last, t);
        }
      }
    }
    return NOBODY;
  }

  /** Puts a writer that came between another and its reader before the one or behind the other. */
  private int away(int writer, int between, int reader) {
    boolean canBeFirst = start(between) < deadline(writer);
    boolean canBeLast = start(reader) < deadline(between);
    boolean first =
        canBeFirst == canBeLast
            ? place(nodes.commit(between)) - place(nodes.commit(writer))
                < place(nodes.snapshot(reader)) - place(nodes.commit(between))
            : canBeFirst;
    return first ? pairs.literal(between, writer) : pairs.literal(writer, between);
  }

  /** Puts two writers apart of which one committed since the other's snapshot. */
  private int overlap(int t) {
    if (rule != Rule.SNAPSHOT_ISOLATION) {
      return NOBODY;
    }
    int m = members[t];
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      int last = current[history.writeKeys[i]];
      if (last != NOBODY && place(nodes.commit(last)) > place(nodes.snapshot(t))) {
        return start(t) < deadline(last) && deadline(t) < deadline(last)
            ? pairs.literal(t, last)
            : pairs.literal(last, t);
      }
    }
    return NOBODY;
  }

  private void write(int t) {
    int m = members[t];
    for (int i = history.firstWrite[m]; i < history.firstWrite[m + 1]; i++) {
      before[i] = current[history.writeKeys[i]];
      current[history.writeKeys[i]] = t;
    }
  }

  /** Takes the walk back to before a place. */
  private void rewind(int place) {
    while (walked > place) {
      walked--;
      int node = order.nodeAt(walked);
      if (nodes.isInstant(node) && nodes.isCommit(node)) {
        int m = members[nodes.transaction(node)];
        for (int i = history.firstWrite[m + 1] - 1; i >= history.firstWrite[m]; i--) {
          current[history.writeKeys[i]] = before[i];
        }
      }
    }
  }

  private int place(int node) {
    return order.position(node);
  }

  private int start(int t) {
    return transactions.start(members[t]);
  }

  private int deadline(int t) {
    return history.deadline(members[t]);
  }

  // The theory: what it means that one writer came before another.

  @Override
  public int[] take(int literal) {
    int one = pairs.before(literal);
    int other = pairs.behind(literal);
    if (literal >> 1 >= chains.length) {
      chains = Arrays.copyOf(chains, 2 * (literal >> 1));
    }
    chains[literal >> 1] = NOBODY;
    int a = members[one];
    int b = members[other];
    for (int i = history.firstWrite[a]; i < history.firstWrite[a + 1]; i++) {
      if (history.writes(b, history.writeKeys[i]) && !connect(literal, one, other, i)) {
        note(order.cycleNodes());
        for (int label : order.cycleLabels()) {
          contradicting.set(pairs.before(label));
          contradicting.set(pairs.behind(label));
        }
        return order.cycleLabels();
      }
    }
    return NONE;
  }

  /** Adds what follows for one key that both wrote; false if that cannot be. */
  private boolean connect(int literal, int one, int other, int write) {
    int commit = nodes.commit(other);
    int readers = nodes.readers(write);
    int updater = nodes.updater(write);
    // Who read what the first wrote is behind it, and so is what comes behind them.
    boolean isImplied = rule != Rule.SNAPSHOT_ISOLATION && (readers >= 0 || updater >= 0);
    if (!isImplied) {
      int target = rule == Rule.SNAPSHOT_ISOLATION ? nodes.snapshot(other) : commit;
      if (!add(literal, nodes.commit(one), target)) {
        return false;
      }
    }
    if (readers >= 0 && !add(literal, readers, commit)) {
      return false;
    }
    return updater < 0 || updater == other || add(literal, nodes.snapshot(updater), commit);
  }

  private boolean add(int literal, int from, int to) {
    int edge = order.add(from, to, literal);
    if (edge == DynamicTopologicalOrder.CYCLE) {
      return false;
    }
    order.setTag(edge, chains[literal >> 1]);
    chains[literal >> 1] = edge;
    return true;
  }

  @Override
  public void release(int literal) {
    int edge = chains[literal >> 1];
    while (edge != NOBODY) {
      int next = order.tag(edge);
      order.remove(edge);
      edge = next;
    }
    chains[literal >> 1] = NOBODY;
  }

  private void note(int[] cycle) {
    last = cycle;
    for (int node : cycle) {
      if (nodes.isInstant(node)) {
        contradicting.set(nodes.transaction(node));
      }
    }
  }

  @Override
  public int[] last() {
    return Arrays.stream(last)
        .filter(nodes::isInstant)
        .map(node -> members[nodes.transaction(node)])
        .sorted()
        .toArray();
  }
}
