package dev.ordeal.results.history;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;

/**
 * Events in columns: some 22 bytes each where an object would take 200.
 *
 * <p>Columns that most histories do not need (indices that are not the position, keys, errors)
 * exist only once something stands in them. Not thread-safe while it grows.
 */
final class EventTable extends AbstractList<Event> implements RandomAccess {
  /** By {@link #number}. */
  private static final Event.Type[] TYPES = {
    Event.Type.INVOKE, Event.Type.OK, Event.Type.FAIL, Event.Type.INFO
  };

  final CellPool pool = new CellPool();
  final List<String> functions = new ArrayList<>();
  private final Map<String, Integer> functionNumbers = new HashMap<>();
  private int size;
  private long[] indices;
  private long[] times;
  private int[] processes;
  private byte[] types;
  private short[] functionColumn;
  private long[] keys;
  private long[] values;
  private long[] errors;

  EventTable(int capacity) {
    times = new long[capacity];
    processes = new int[capacity];
    types = new byte[capacity];
    functionColumn = new short[capacity];
    values = new long[capacity];
  }

  static EventTable of(List<Event> events) {
    if (events instanceof EventTable table) {
      return table;
    }
    EventTable table = new EventTable(Math.max(1, events.size()));
    events.forEach(table::append);
    return table;
  }

  void append(Event event) {
    append(
        event.index(),
        event.time(),
        event.process(),
        event.type(),
        function(event.function()),
        pool.cell(event.key()),
        pool.cell(event.value()),
        event.error().isEmpty() ? CellPool.NIL : pool.cell(Value.of(event.error())));
  }

  void append(
      long index,
      long time,
      int process,
      Event.Type type,
      int function,
      long key,
      long value,
      long error) {
    int at = size++;
    if (at == times.length) {
      grow();
    }
    times[at] = time;
    processes[at] = process;
    types[at] = number(type);
    functionColumn[at] = (short) function;
    values[at] = value;
    if (indices != null || index != at) {
      indices = indices != null ? indices : positions(times.length);
      indices[at] = index;
    }
    if (keys != null || key != CellPool.NIL) {
      keys = keys != null ? keys : nils(times.length);
      keys[at] = key;
    }
    if (errors != null || error != CellPool.NIL) {
      errors = errors != null ? errors : nils(times.length);
      errors[at] = error;
    }
  }

  private void grow() {
    int capacity = Math.max(16, size * 2);
    times = Arrays.copyOf(times, capacity);
    processes = Arrays.copyOf(processes, capacity);
    types = Arrays.copyOf(types, capacity);
    functionColumn = Arrays.copyOf(functionColumn, capacity);
    values = Arrays.copyOf(values, capacity);
    indices = indices == null ? null : Arrays.copyOf(indices, capacity);
    keys = keys == null ? null : Arrays.copyOf(keys, capacity);
    errors = errors == null ? null : Arrays.copyOf(errors, capacity);
  }

  private static long[] positions(int length) {
    long[] column = new long[length];
    Arrays.setAll(column, i -> i);
    return column;
  }

  private static long[] nils(int length) {
    long[] column = new long[length];
    Arrays.fill(column, CellPool.NIL);
    return column;
  }

  private static byte number(Event.Type type) {
    return (byte)
        switch (type) {
          case INVOKE -> 0;
          case OK -> 1;
          case FAIL -> 2;
          case INFO -> 3;
        };
  }

  /** The number of a function's name. */
  int function(String name) {
    return functionNumbers.computeIfAbsent(
        name,
        fresh -> {
          if (functions.size() > Short.MAX_VALUE) {
            throw new IllegalArgumentException(
                "more than " + Short.MAX_VALUE + " different functions: is \"f\" the right field?");
          }
          functions.add(fresh);
          return functions.size() - 1;
        });
  }

  /** Where an index or a time is missing it is the position; a part does not know it before. */
  static final long UNKNOWN = Long.MIN_VALUE;

  /** A table that becomes part of a larger one, and how its cells and functions read there. */
  private record Part(
      EventTable table, int base, CellPool.Adopted adopted, int[] functions, int[] keys) {}

  /** Joins tables, in order, side by side; the parts are empty afterwards. */
  static EventTable join(List<EventTable> tables) {
    int total = Math.toIntExact(tables.stream().mapToLong(table -> table.size).sum());
    EventTable whole = new EventTable(Math.max(1, total));
    List<Part> parts = new ArrayList<>();
    whole.pool.microOps().reserve(tables.stream().map(table -> table.pool.microOps()).toList());
    for (EventTable table : tables) {
      CellPool.Adopted adopted = whole.pool.adopt(table.pool);
      int[] names = table.functions.stream().mapToInt(whole::function).toArray();
      int[] keyNumbers = adopted.microOps().keys(adopted);
      parts.add(new Part(table, whole.size, adopted, names, keyNumbers));
      whole.size += table.size;
      whole.keys = whole.keys == null && table.keys != null ? nils(total) : whole.keys;
      whole.errors = whole.errors == null && table.errors != null ? nils(total) : whole.errors;
    }
    boolean inOrder = parts.parallelStream().map(whole::take).reduce(true, Boolean::logicalAnd);
    if (!inOrder) {
      whole.indices = new long[total];
      for (Part part : parts) {
        for (int i = 0; i < part.table().size; i++) {
          long index = part.table().indexAt(i);
          int at = part.base() + i;
          whole.indices[at] = index == UNKNOWN ? at : index;
        }
      }
    }
    tables.forEach(EventTable::release);
    return whole;
  }

  /** Copies a part to its place; true if its indices are positions there. */
  private boolean take(Part part) {
    EventTable from = part.table();
    int base = part.base();
    int n = from.size;
    System.arraycopy(from.processes, 0, processes, base, n);
    System.arraycopy(from.types, 0, types, base, n);
    boolean inOrder = true;
    for (int i = 0; i < n; i++) {
      long time = from.times[i];
      times[base + i] = time == UNKNOWN ? base + i : time;
      functionColumn[base + i] = (short) part.functions()[from.functionColumn[i]];
      values[base + i] = part.adopted().cell(from.values[i]);
      long index = from.indexAt(i);
      inOrder &= index == UNKNOWN || index == base + i;
    }
    copyCells(from.keys, keys, part);
    copyCells(from.errors, errors, part);
    part.adopted().microOps().translate(part.keys(), part.adopted());
    return inOrder;
  }

  private static void copyCells(long[] from, long[] to, Part part) {
    for (int i = 0; from != null && i < part.table().size; i++) {
      to[part.base() + i] = part.adopted().cell(from[i]);
    }
  }

  private void release() {
    size = 0;
    times = new long[0];
    processes = new int[0];
    types = new byte[0];
    functionColumn = new short[0];
    values = new long[0];
    indices = null;
    keys = null;
    errors = null;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Event get(int at) {
    java.util.Objects.checkIndex(at, size);
    long error = errors == null ? CellPool.NIL : errors[at];
    return new Event(
        indexAt(at),
        times[at],
        processes[at],
        typeAt(at),
        functions.get(functionColumn[at]),
        pool.value(keyAt(at)),
        pool.value(values[at]),
        error == CellPool.NIL ? "" : pool.value(error).asText());
  }

  long indexAt(int at) {
    return indices == null ? at : indices[at];
  }

  long timeAt(int at) {
    return times[at];
  }

  int processAt(int at) {
    return processes[at];
  }

  Event.Type typeAt(int at) {
    return TYPES[types[at]];
  }

  int functionAt(int at) {
    return functionColumn[at];
  }

  long keyAt(int at) {
    return keys == null ? CellPool.NIL : keys[at];
  }

  long valueAt(int at) {
    return values[at];
  }

  boolean hasKeys() {
    return keys != null;
  }
}
