package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The clients' operations in columns, numbered from 0 in the order of their invocations, for
 * checkers that look at millions of them.
 *
 * <p>Instants are positions of events in the history, which is the order in which things were
 * recorded. Immutable and thread-safe.
 */
public final class Columns {
  /** The instant of an end that never came. */
  public static final int NEVER = Integer.MAX_VALUE;

  private final EventTable events;
  private final int[] calls;
  private final int[] ends;

  Columns(EventTable events, int[] calls, int[] ends) {
    this.events = events;
    this.calls = calls;
    this.ends = ends;
  }

  /** How many operations there are. */
  public int size() {
    return calls.length;
  }

  /** How many events there are: every instant is less. */
  public int eventCount() {
    return events.size();
  }

  /** Position of the invocation. */
  public int callAt(int operation) {
    return calls[operation];
  }

  /** Position of the completion, of whatever type; -1 if there is none. */
  public int endAt(int operation) {
    return ends[operation];
  }

  /** Position of an {@code ok}; {@link #NEVER} for an operation whose end is unknown. */
  public int returnAt(int operation) {
    return isOk(operation) ? ends[operation] : NEVER;
  }

  public Event.Type outcome(int operation) {
    return ends[operation] < 0 ? Event.Type.INFO : events.typeAt(ends[operation]);
  }

  public boolean isOk(int operation) {
    return outcome(operation) == Event.Type.OK;
  }

  public boolean isFail(int operation) {
    return outcome(operation) == Event.Type.FAIL;
  }

  public int process(int operation) {
    return events.processAt(calls[operation]);
  }

  /** Nanoseconds at which the call was made. */
  public long startTime(int operation) {
    return events.timeAt(calls[operation]);
  }

  /** Nanoseconds at which the call was over; {@link Long#MAX_VALUE} if that is unknown. */
  public long endTime(int operation) {
    return outcome(operation) == Event.Type.INFO ? Long.MAX_VALUE : events.timeAt(ends[operation]);
  }

  /** Number of the function among {@link #functionName}. */
  public int function(int operation) {
    return events.functionAt(calls[operation]);
  }

  public String functionName(int function) {
    return events.functions.get(function);
  }

  /** How many functions are numbered; some may be the nemesis'. */
  public int functionCount() {
    return events.functions.size();
  }

  /** The clients' functions in order of first use. */
  List<String> functions() {
    boolean[] seen = new boolean[functionCount()];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size(); i++) {
      int function = function(i);
      if (!seen[function]) {
        seen[function] = true;
        names.add(functionName(function));
      }
    }
    return names;
  }

  public long key(int operation) {
    return events.keyAt(calls[operation]);
  }

  /** The cell of the invocation's value. */
  public long argument(int operation) {
    return events.valueAt(calls[operation]);
  }

  /** The cell of what an {@code ok} returned; {@link CellPool#NIL} for all others. */
  public long result(int operation) {
    return isOk(operation) ? events.valueAt(ends[operation]) : CellPool.NIL;
  }

  /** Whether some call's argument is a transaction of micro-operations. */
  public boolean hasTransactions() {
    if (pool().microOps().used() == 0) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      if (CellPool.isTransaction(argument(i)) || CellPool.isTransaction(result(i))) {
        return true;
      }
    }
    return false;
  }

  /** Where the cells' values are. */
  public CellPool pool() {
    return events.pool;
  }

  public Operation operation(int number) {
    return new Operation(
        events.get(calls[number]),
        ends[number] < 0 ? Optional.empty() : Optional.of(events.get(ends[number])));
  }

  /** The numbers of all operations. */
  public int[] all() {
    int[] all = new int[size()];
    Arrays.setAll(all, i -> i);
    return all;
  }

  /** The numbers of the operations by key, keys in order of first use. */
  public Map<Value, int[]> byKey() {
    if (size() == 0) {
      return Map.of();
    }
    if (!events.hasKeys()) {
      return Map.of(Value.NIL, all());
    }
    // Sequences of numbers have no unique cell; as keys they are rare enough to go by value.
    Map<Value, Integer> numbers = new LinkedHashMap<>();
    Map<Long, Integer> byCell = new java.util.HashMap<>();
    int[] keyOf = new int[size()];
    for (int i = 0; i < size(); i++) {
      long cell = key(i);
      keyOf[i] =
          CellPool.isNumbers(cell)
              ? numbers.computeIfAbsent(pool().value(cell), k -> numbers.size())
              : byCell.computeIfAbsent(
                  cell, c -> numbers.computeIfAbsent(pool().value(c), k -> numbers.size()));
    }
    int[] counts = new int[numbers.size()];
    for (int key : keyOf) {
      counts[key]++;
    }
    int[][] parts = new int[counts.length][];
    for (int key = 0; key < counts.length; key++) {
      parts[key] = new int[counts[key]];
    }
    Arrays.fill(counts, 0);
    for (int i = 0; i < keyOf.length; i++) {
      parts[keyOf[i]][counts[keyOf[i]]++] = i;
    }
    Map<Value, int[]> byKey = new LinkedHashMap<>();
    numbers.forEach((key, number) -> byKey.put(key, parts[number]));
    return byKey;
  }
}
