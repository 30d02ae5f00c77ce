package dev.ordeal.checkers.isolation.register;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;
import java.util.BitSet;
import java.util.List;

/**
 * Transactions that read and write registers, each value written once to a key: every read tells
 * who wrote what it saw, but not in which order the versions came.
 *
 * <p>Known of that order is only that the initial value came first, and that who read a version and
 * wrote the register came behind it. The graph has what follows from this at every level; {@code
 * RegisterLevels} decides the rest.
 */
public final class RwRegister implements Dependencies {
  /** Stands for the initial value among the slots of {@link Writers}. */
  public static final int INITIAL = -2;

  /** Stands for a value that says nothing: nobody wrote it, or its writer failed. */
  public static final int NOTHING = -1;

  /** The transactions. */
  public final Transactions transactions;

  /** Who wrote which value. */
  public final Writers writers;

  private final Findings findings;
  private final MicroOps ops;
  private final boolean[] committed;

  /**
   * Reads of others' values by transaction: keys, and what was read as slots, in the order of
   * reading. One that repeats what the transaction knew of the key is left out; one that shows
   * another value is there, although it contradicts what was read or written before.
   */
  public final int[] firstRead;

  /** By external read: its key. */
  public final int[] readKeys;

  /** By external read: the slot of its value, {@link #INITIAL} or {@link #NOTHING}. */
  public final int[] readSlots;

  /** By external read: where among {@link #writeKeys} the key of its writer is; else negative. */
  public final int[] readWrites;

  /** Keys written by transaction, and the slot of the last value. */
  public final int[] firstWrite;

  /** By written key of a transaction: the key. */
  public final int[] writeKeys;

  /** By written key of a transaction: the slot of the last value. */
  public final int[] writeSlots;

  /** Those that read some key twice in a row, and the same both times. */
  private final BitSet repeats = new BitSet();

  /**
   * Finds external reads and last writes; notes reads that no order explains.
   *
   * @param writers of writes
   * @param findings takes the anomalies that are found
   * @param passes how long that may take
   * @throws BudgetExceededException if it takes longer; what was found until then is noted
   */
  public RwRegister(Transactions transactions, Writers writers, Findings findings, Budget passes) {
    this.transactions = transactions;
    this.writers = writers;
    this.findings = findings;
    ops = transactions.ops;
    int n = transactions.size();
    committed = new boolean[n];
    firstRead = new int[n + 1];
    firstWrite = new int[n + 1];
    List<RegisterWalk> walks =
        ParallelRanges.map(
            n, (from, to) -> new RegisterWalk(transactions, writers, from, to, passes));
    if (walks.stream().anyMatch(walk -> walk.isCut)) {
      walks.forEach(walk -> findings.addAll(walk.findings));
      passes.check();
    }
    int reads = walks.stream().mapToInt(walk -> walk.reads).sum();
    int writes = walks.stream().mapToInt(walk -> walk.writes).sum();
    readKeys = new int[reads];
    readSlots = new int[reads];
    writeKeys = new int[writes];
    writeSlots = new int[writes];
    int first = 0;
    for (RegisterWalk walk : walks) {
      take(walk, first);
      first += walk.readEnds.length;
    }
    for (int t = 0; t < n; t++) {
      committed[t] = transactions.isOk(t);
    }
    readWrites = new int[reads];
    ParallelRanges.each(reads, this::findWrites);
  }

  /** Takes what a walk over transactions from a number on has come to. */
  private void take(RegisterWalk walk, int first) {
    int read = firstRead[first];
    int write = firstWrite[first];
    System.arraycopy(walk.readKeys, 0, readKeys, read, walk.reads);
    System.arraycopy(walk.readSlots, 0, readSlots, read, walk.reads);
    System.arraycopy(walk.writeKeys, 0, writeKeys, write, walk.writes);
    System.arraycopy(walk.writeSlots, 0, writeSlots, write, walk.writes);
    for (int i = 0; i < walk.readEnds.length; i++) {
      firstRead[first + i + 1] = read + walk.readEnds[i];
      firstWrite[first + i + 1] = write + walk.writeEnds[i];
    }
    repeats.or(walk.repeats);
    findings.addAll(walk.findings);
  }

  /** Finds what was read, and that its writer has committed. */
  private void findWrites(int from, int to) {
    for (int i = from; i < to; i++) {
      int writer = readSlots[i] >= 0 ? writers.writer(readSlots[i]) : NOTHING;
      readWrites[i] = writer < 0 ? NOTHING : write(writer, readKeys[i]);
      if (writer >= 0 && !transactions.isFail(writer)) {
        committed[writer] = true;
      }
    }
  }

  /** Whether a transaction writes to a key. */
  public boolean writes(int t, int key) {
    return write(t, key) >= 0;
  }

  /** The place of a transaction's write to a key among {@link #writeKeys}; -1 if it has none. */
  public int write(int t, int key) {
    for (int i = firstWrite[t]; i < firstWrite[t + 1]; i++) {
      if (writeKeys[i] == key) {
        return i;
      }
    }
    return -1;
  }

  private int[] deadlines;

  /**
   * The instant by which a transaction must have committed: its own end, or that of somebody who
   * saw it, if that is earlier. {@link dev.ordeal.results.history.Columns#NEVER} if nothing tells.
   */
  public int deadline(int t) {
    findDeadlines();
    return deadlines[t];
  }

  /** Does what the first call of {@link #deadline} has to; by one thread at a time. */
  public void findDeadlines() {
    if (deadlines == null) {
      deadlines = Deadlines.of(this);
    }
  }

  private SessionOrder sessions;

  /** The order of sessions; made when it is asked for first, since most histories need none. */
  public SessionOrder sessions() {
    if (sessions == null) {
      sessions = new SessionOrder(transactions, this::isCommitted);
    }
    return sessions;
  }

  @Override
  public Graph graph(Budget passes) {
    return new RegisterGraph(this, findings, passes).make();
  }

  /** The value of a key that a slot stands for, as text. */
  public String valueOf(int key, int slot) {
    int writer = writers.writer(slot);
    for (int at = transactions.first(writer);
        at < transactions.stop(writer);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE
          && ops.key(at) == key
          && writers.slot(key, transactions.cell(at)) == slot) {
        return transactions.value(transactions.cell(at)).toString();
      }
    }
    throw new IllegalStateException("the writer wrote it");
  }

  @Override
  public boolean isCommitted(int transaction) {
    return committed[transaction];
  }

  @Override
  public List<int[]> unordered() {
    return List.of();
  }

  @Override
  public String explain(int from, int to, int type) {
    int reader = type == Graph.RW ? from : to;
    for (int i = firstRead[reader]; type != Graph.WW && i < firstRead[reader + 1]; i++) {
      int slot = readSlots[i];
      String read =
          "%s read %s = %s"
              .formatted(
                  transactions.name(reader),
                  transactions.key(readKeys[i]),
                  slot == INITIAL ? "nil" : slot < 0 ? "?" : valueOf(readKeys[i], slot));
      if (type == Graph.WR && slot >= 0 && writers.writer(slot) == from) {
        return "%s, which %s wrote".formatted(read, transactions.name(from));
      }
      if (type == Graph.RW && isOverwritten(i, to)) {
        return "%s, not yet the %s that %s wrote"
            .formatted(
                read,
                valueOf(readKeys[i], writeSlots[write(to, readKeys[i])]),
                transactions.name(to));
      }
    }
    return "%s wrote what %s wrote later".formatted(transactions.name(from), transactions.name(to));
  }

  @Override
  public Graph observed() {
    Graph.Builder graph = new Graph.Builder(transactions.size(), readSlots.length);
    for (int t = 0; t < transactions.size(); t++) {
      for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
        if (readSlots[i] >= 0) {
          graph.add(t, writers.writer(readSlots[i]), Graph.WR);
        }
      }
    }
    return graph.build();
  }

  @Override
  public void visitObserved(int t, Observed observed) {
    for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
      if (readSlots[i] >= 0) {
        observed.seen(writers.writer(readSlots[i]), position(t, i));
      }
    }
  }

  @Override
  public int missed(int t, int writer) {
    int last = -1;
    for (int i = firstRead[t]; i < firstRead[t + 1]; i++) {
      if (isOverwritten(i, writer)) {
        last = Math.max(last, lastPosition(t, i));
      }
    }
    return last;
  }

  /**
   * Whether a transaction is known to have overwritten what was read: it wrote the key after the
   * initial value, or after what it read itself.
   */
  private boolean isOverwritten(int read, int writer) {
    int slot = readSlots[read];
    if (slot == NOTHING || !writes(writer, readKeys[read])) {
      return false;
    }
    boolean later = slot == INITIAL;
    for (int j = firstRead[writer]; j < firstRead[writer + 1] && slot >= 0; j++) {
      later |= readSlots[j] == slot && writers.writer(slot) != writer;
    }
    return later;
  }

  /** Whether a transaction read some key twice in a row, and the same both times. */
  public boolean repeatsReads(int t) {
    return repeats.get(t);
  }

  /** The position of the first micro-operation that a read of a transaction stands for. */
  public int position(int t, int read) {
    return position(t, read, false);
  }

  /** The position of the last one: it may have been repeated. */
  public int lastPosition(int t, int read) {
    return position(t, read, true);
  }

  private int position(int t, int read, boolean isLast) {
    int key = readKeys[read];
    int wanted = 0;
    for (int i = firstRead[t]; i < read; i++) {
      wanted += readKeys[i] == key ? 1 : 0;
    }
    int position = NOTHING;
    int noted = 0;
    boolean isWanted = false;
    boolean isKnown = false;
    long before = 0;
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      boolean isRead = ops.kind(at) == MicroOps.Kind.READ;
      if (ops.key(at) != key || (isRead && transactions.isSilent(at))) {
        continue;
      }
      long cell = transactions.cell(at);
      if (!isRead || !isKnown || before != cell) {
        int slot = isRead ? writers.slot(key, cell) : NOTHING;
        boolean isNoted = isRead && (!isKnown || slot < 0 || writers.writer(slot) != t);
        isWanted = isNoted && noted++ == wanted;
      }
      isKnown = true;
      before = cell;
      if (isWanted) {
        position = at;
        if (!isLast) {
          return position;
        }
      }
    }
    return position;
  }
}
