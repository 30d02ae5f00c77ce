package dev.ordeal.checkers.isolation.transaction;

import dev.ordeal.checkers.ParallelRanges;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The transactions of a history, numbered from 0 in the order of their invocations.
 *
 * <p>What a transaction did is what its {@code ok} says; of one that failed or whose end is unknown
 * it is what it was asked to do, and its reads say nothing.
 */
public final class Transactions implements Components.Times {
  /** In place of where its micro-operations begin, of a transaction that has none. */
  private static final int EMPTY = -1;

  final Columns columns;

  /** The micro-operations. */
  public final MicroOps ops;

  /** By transaction: the position of its first micro-operation. */
  private final int[] firsts;

  private final int[] ends;
  private final byte[] outcomes;

  /** By micro-operation: what it carries instead, if not what the history says; else null. */
  private final Naming naming;

  private static final byte OK = 0;
  private static final byte INFO = 1;
  private static final byte FAIL = 2;

  /**
   * Takes the transactions of a history.
   *
   * @throws IllegalArgumentException if an operation is none
   */
  public Transactions(Columns columns) {
    this.columns = columns;
    this.naming = null;
    this.ops = columns.pool().microOps();
    int n = columns.size();
    firsts = new int[n];
    ends = new int[n];
    outcomes = new byte[n];
    ParallelRanges.each(
        n,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            take(i);
          }
        });
  }

  private void take(int i) {
    Event.Type outcome = columns.outcome(i);
    boolean ok = outcome == Event.Type.OK;
    outcomes[i] = ok ? OK : outcome == Event.Type.FAIL ? FAIL : INFO;
    ends[i] = ok ? columns.endAt(i) : Columns.NEVER;
    long cell = ok ? columns.result(i) : columns.argument(i);
    boolean isEmpty = CellPool.isNumbers(cell) && columns.pool().length(cell) == 0;
    if (!isEmpty && !CellPool.isTransaction(cell)) {
      throw new IllegalArgumentException(
          ("operation #%d (%s) is no transaction: expected micro-operations like "
                      + "[\"r\",key,value],")
                  .formatted(
                      columns.operation(i).invocation().index(), columns.operation(i).function())
              + " found "
              + columns.pool().value(cell));
    }
    firsts[i] = isEmpty ? EMPTY : ops.first(cell);
  }

  private Transactions(Transactions same, Naming naming) {
    columns = same.columns;
    ops = same.ops;
    firsts = same.firsts;
    ends = same.ends;
    outcomes = same.outcomes;
    this.naming = naming;
  }

  /** The same transactions, their values under other names. */
  public Transactions named(Naming naming) {
    return new Transactions(this, naming);
  }

  /** The same transactions, of which only some reads count. */
  public Transactions reading(BitSet readers) {
    boolean[] silent = new boolean[readersEnd()];
    for (int t = 0; t < size(); t++) {
      for (int at = first(t); at < stop(t) && !readers.get(t); at += MicroOps.WIDTH) {
        silent[at / MicroOps.WIDTH] = ops.kind(at) == MicroOps.Kind.READ;
      }
    }
    return named(
        new Naming() {
          @Override
          public long cell(int position) {
            return ops.cell(position);
          }

          @Override
          public boolean isSilent(int position) {
            return silent[position / MicroOps.WIDTH];
          }

          @Override
          public long original(long name) {
            return name;
          }
        });
  }

  private int readersEnd() {
    int last = 0;
    for (int t = 0; t < size(); t++) {
      last = Math.max(last, stop(t));
    }
    return last / MicroOps.WIDTH + 1;
  }

  /** What stands for the values that micro-operations carry. */
  public interface Naming {
    /** The cell that stands for what a position carries, unless that {@link #isSilent}. */
    long cell(int position);

    /** Whether what was read at a position is to be ignored. */
    boolean isSilent(int position);

    /** The cell that a name stands for. */
    long original(long name);
  }

  /** How many transactions there are. */
  public int size() {
    return firsts.length;
  }

  /** Whether it is known to have been committed. */
  public boolean isOk(int transaction) {
    return outcomes[transaction] == OK;
  }

  /** Whether it is known to have done nothing. */
  public boolean isFail(int transaction) {
    return outcomes[transaction] == FAIL;
  }

  /** Whether it is unknown what became of it. */
  public boolean isInfo(int transaction) {
    return outcomes[transaction] == INFO;
  }

  /** The position of the first micro-operation. */
  public int first(int transaction) {
    return Math.max(0, firsts[transaction]);
  }

  /** The position behind the last micro-operation. */
  public int stop(int transaction) {
    int first = firsts[transaction];
    return first == EMPTY ? 0 : first + ops.countFrom(first) * MicroOps.WIDTH;
  }

  /** Whether it has a micro-operation of a kind. */
  public boolean does(int transaction, MicroOps.Kind kind) {
    for (int at = first(transaction); at < stop(transaction); at += MicroOps.WIDTH) {
      if (ops.kind(at) == kind) {
        return true;
      }
    }
    return false;
  }

  /** Those that ended well, in the order of their ends. */
  public List<Integer> okByEnd() {
    return IntStream.range(0, size())
        .filter(this::isOk)
        .boxed()
        .sorted(Comparator.comparingInt(this::end))
        .toList();
  }

  /** The position of its first read of a key; -1 if it has none. */
  public int firstRead(int transaction, int key) {
    for (int at = first(transaction); at < stop(transaction); at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ && ops.key(at) == key) {
        return at;
      }
    }
    return -1;
  }

  /** Whether a transaction wrote a value to a key before a position. */
  public boolean hasWritten(int transaction, int key, long cell, int before) {
    for (int at = first(transaction); at < before; at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE && ops.key(at) == key && cell(at) == cell) {
        return true;
      }
    }
    return false;
  }

  /** What a micro-operation carries, if it is no list. */
  public long cell(int position) {
    return naming == null ? ops.cell(position) : naming.cell(position);
  }

  /**
   * Expects what a register holds: one value.
   *
   * @throws IllegalArgumentException if a list was read
   */
  public void requireOneValue(int transaction, int position) {
    if (ops.isList(position)) {
      throw new IllegalArgumentException(
          ("%s read a list from %s, but values are written with \"w\": write numbers or texts, or"
                  + " append to lists")
              .formatted(name(transaction), key(ops.key(position))));
    }
  }

  /** Whether what was read at a position is to be ignored. */
  public boolean isSilent(int position) {
    return naming != null && naming.isSilent(position);
  }

  /** Says that a dependency was to be explained that is not there. */
  public IllegalStateException noEdge(int from, int to, int type) {
    return new IllegalStateException(
        "no edge of type %d from %s to %s"
            .formatted(type, operation(from).describe(), operation(to).describe()));
  }

  /** The instant of its invocation. */
  @Override
  public int start(int transaction) {
    return columns.callAt(transaction);
  }

  /** The instant at which it is known to be over; {@link Columns#NEVER} if that is unknown. */
  @Override
  public int end(int transaction) {
    return ends[transaction];
  }

  /**
   * The place of the first of some calls that came after a transaction's end; their number if none
   * did.
   *
   * @param starts when they were called, rising
   */
  public int firstAfter(int transaction, int[] starts) {
    int end = end(transaction);
    return end == Columns.NEVER ? starts.length : -Arrays.binarySearch(starts, end) - 1;
  }

  /** The process that called it. */
  public int process(int transaction) {
    return columns.process(transaction);
  }

  /** The operation that the history has for it. */
  public Operation operation(int transaction) {
    return columns.operation(transaction);
  }

  /** What people call it: its invocation's index. */
  public String name(int transaction) {
    return operation(transaction).label();
  }

  /** The key of this number. */
  public Value key(int key) {
    return columns.pool().value(ops.keyCell(key));
  }

  /** The beginning of a list, as people read it. */
  public String list(int list, int length) {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      items.add(value(ops.element(list, i)));
    }
    return new Value.Seq(items).brief();
  }

  /** What was read at a position, as people read it: {@code x = [1, 2]}. */
  public String read(int position) {
    return "%s = %s"
        .formatted(
            key(ops.key(position)),
            ops.isList(position)
                ? list(ops.list(position), ops.length(position))
                : value(cell(position)));
  }

  /** The value that a cell, or the name in its place, stands for. */
  public Value value(long cell) {
    return columns.pool().value(naming == null ? cell : naming.original(cell));
  }
}
