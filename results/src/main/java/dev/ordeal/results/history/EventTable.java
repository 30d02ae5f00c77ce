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
 * <p>Columns that most histories do not need (indices that are not the position, keys, errors,
 * nodes) exist only once something stands in them. Not thread-safe while it grows.
 */
public final class EventTable extends AbstractList<Event> implements RandomAccess {
  /** By {@link #number}. */
  static final List<Event.Type> TYPES =
      List.of(Event.Type.INVOKE, Event.Type.OK, Event.Type.FAIL, Event.Type.INFO);

  private static final int INVOKE = 0;

  /** More nodes than this, in a byte each, no cluster of a run has; further names are not kept. */
  private static final int NODES_MAX = 255;

  /** The number of an event's node that names none. */
  static final int NO_NODE = 0;

  /** In place of the process of a client's event that names none. */
  public static final int ANONYMOUS = -2;

  /** In place of the function of a completion that names none. */
  public static final String SAME_FUNCTION = "";

  final CellPool pool;
  final List<String> functions;
  private final Map<String, Integer> functionNumbers;
  private final List<String> nodeNames;
  private int size;
  private int invocations;
  private int missingIndices;
  private int missingTimes;
  private long[] indices;
  private long[] times;
  private int[] processes;
  private byte[] types;
  private short[] functionColumn;
  private long[] keys;
  private long[] values;
  private long[] errors;
  private byte[] nodes;

  /** No events yet, and room for this many. */
  public EventTable(int capacity) {
    this(
        new CellPool(), new ArrayList<>(), new HashMap<>(), new ArrayList<>(List.of("")), capacity);
  }

  private EventTable(EventTable same, int capacity) {
    this(same.pool, same.functions, same.functionNumbers, same.nodeNames, capacity);
  }

  private EventTable(
      CellPool pool,
      List<String> functions,
      Map<String, Integer> functionNumbers,
      List<String> nodeNames,
      int capacity) {
    this.pool = pool;
    this.functions = functions;
    this.functionNumbers = functionNumbers;
    this.nodeNames = nodeNames;
    times = new long[capacity];
    processes = new int[capacity];
    types = new byte[capacity];
    functionColumn = new short[capacity];
    values = new long[capacity];
  }

  /** These events in columns; themselves if they already are. */
  public static EventTable of(List<Event> events) {
    if (events instanceof EventTable table) {
      return table;
    }
    EventTable table = new EventTable(Math.max(1, events.size()));
    events.forEach(table::append);
    return table;
  }

  /** Appends an event, whose index and time may be {@link #UNKNOWN}. */
  public void append(Event event) {
    append(
        event.index(),
        event.time(),
        event.process(),
        number(event.type()),
        function(event.function()),
        pool.cell(event.key()),
        pool.cell(event.value()),
        event.error().isEmpty() ? CellPool.NIL : pool.cell(Value.of(event.error())),
        node(event.node()));
  }

  void append(
      long index,
      long time,
      int process,
      int type,
      int function,
      long key,
      long value,
      long error,
      int node) {
    int at = size++;
    if (at == times.length) {
      grow(Growth.UNKNOWN.capacity(at, at + 1L, Long.BYTES));
    }
    times[at] = time;
    processes[at] = process;
    types[at] = (byte) type;
    invocations += type == INVOKE && process != Event.NEMESIS ? 1 : 0;
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
    if (nodes != null || node != NO_NODE) {
      nodes = nodes != null ? nodes : new byte[times.length];
      nodes[at] = (byte) node;
    }
  }

  private void grow(int capacity) {
    times = Arrays.copyOf(times, capacity);
    processes = Arrays.copyOf(processes, capacity);
    types = Arrays.copyOf(types, capacity);
    functionColumn = Arrays.copyOf(functionColumn, capacity);
    values = Arrays.copyOf(values, capacity);
    indices = indices == null ? null : Arrays.copyOf(indices, capacity);
    keys = keys == null ? null : Arrays.copyOf(keys, capacity);
    errors = errors == null ? null : Arrays.copyOf(errors, capacity);
    nodes = nodes == null ? null : Arrays.copyOf(nodes, capacity);
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

  private static int number(Event.Type type) {
    return switch (type) {
      case INVOKE -> INVOKE;
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

  /** The number of a node's name. */
  int node(String name) {
    int known = nodeNames.indexOf(name);
    if (known >= 0) {
      return known;
    }
    if (nodeNames.size() > NODES_MAX) {
      return NO_NODE;
    }
    nodeNames.add(name);
    return nodeNames.size() - 1;
  }

  /** Where an index or a time is missing it is the position; a part does not know it before. */
  public static final long UNKNOWN = Long.MIN_VALUE;

  /** Empties the table; its columns keep their lengths, and its functions their numbers. */
  public void reset() {
    size = 0;
    invocations = 0;
    indices = null;
    keys = null;
    errors = null;
    nodes = null;
    pool.reset();
  }

  /**
   * Appends what a part holds.
   *
   * @param growth what is to be expected behind it
   */
  public void append(EventTable part, Growth growth) {
    int base = size;
    int n = part.size;
    if (n == 0) {
      return;
    }
    int capacity = growth.capacity(times.length, (long) base + n, Long.BYTES);
    if (capacity > times.length) {
      grow(capacity);
    }
    size += n;
    invocations += part.invocations;
    keys = keys == null && part.keys != null ? nils(capacity) : keys;
    errors = errors == null && part.errors != null ? nils(capacity) : errors;
    CellPool.Adopted adopted = pool.adopt(part.pool, growth);
    int[] names = part.functions.stream().mapToInt(this::function).toArray();
    System.arraycopy(part.processes, 0, processes, base, n);
    System.arraycopy(part.types, 0, types, base, n);
    for (int i = 0; i < n; i++) {
      long time = part.times[i];
      missingTimes += time == UNKNOWN ? 1 : 0;
      times[base + i] = time == UNKNOWN ? base + i : time;
      functionColumn[base + i] = (short) names[part.functionColumn[i]];
      values[base + i] = adopted.cell(part.values[i]);
    }
    takeIndices(part, base);
    takeCells(part.keys, keys, adopted, base, n);
    takeCells(part.errors, errors, adopted, base, n);
    takeNodes(part, base);
  }

  private void takeNodes(EventTable part, int base) {
    if (part.nodes == null) {
      return;
    }
    nodes = nodes != null ? nodes : new byte[times.length];
    byte[] numbers = new byte[part.nodeNames.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (byte) node(part.nodeNames.get(i));
    }
    for (int i = 0; i < part.size; i++) {
      nodes[base + i] = numbers[part.nodeAt(i)];
    }
  }

  private void takeIndices(EventTable part, int base) {
    for (int i = 0; i < part.size; i++) {
      long index = part.indexAt(i);
      missingIndices += index == UNKNOWN ? 1 : 0;
      if (index == UNKNOWN || index == base + i) {
        continue;
      }
      indices = indices == null ? positions(times.length) : indices;
      indices[base + i] = index;
    }
    for (int i = 0; indices != null && i < part.size; i++) {
      long index = part.indexAt(i);
      indices[base + i] = index == UNKNOWN ? base + i : index;
    }
  }

  private static void takeCells(
      long[] from, long[] to, CellPool.Adopted adopted, int base, int count) {
    for (int i = 0; to != null && i < count; i++) {
      to[base + i] = from == null ? CellPool.NIL : adopted.cell(from[i]);
    }
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
        error == CellPool.NIL ? "" : pool.value(error).asText(),
        nodeNames.get(nodeAt(at)));
  }

  /** How many events that parts held had no index. */
  public int missingIndices() {
    return missingIndices;
  }

  /** How many events that parts held had no time. */
  public int missingTimes() {
    return missingTimes;
  }

  /** Whether some event is of this process. */
  public boolean hasProcess(int process) {
    for (int i = 0; i < size; i++) {
      if (processes[i] == process) {
        return true;
      }
    }
    return false;
  }

  /** The same events in another order; both tables share what values mean. */
  public EventTable ordered(int[] order) {
    EventTable ordered = new EventTable(this, order.length);
    for (int at : order) {
      ordered.append(
          indexAt(at),
          times[at],
          processes[at],
          types[at],
          functionColumn[at],
          keyAt(at),
          values[at],
          errors == null ? CellPool.NIL : errors[at],
          nodeAt(at));
    }
    return ordered;
  }

  /** Makes every event's index its position. */
  public void forgetIndices() {
    indices = null;
  }

  /** Whether indices are kept, since some index is not the position of its event. */
  public boolean hasIndices() {
    return indices != null;
  }

  /** How many calls clients made. */
  public int invocations() {
    return invocations;
  }

  /** The index of the event at a position. */
  public long indexAt(int at) {
    return indices == null ? at : indices[at];
  }

  /** The time of the event at a position, in nanoseconds since the run began. */
  public long timeAt(int at) {
    return times[at];
  }

  /** The process of the event at a position. */
  public int processAt(int at) {
    return processes[at];
  }

  /** The type of the event at a position. */
  public Event.Type typeAt(int at) {
    return TYPES.get(types[at]);
  }

  int functionAt(int at) {
    return functionColumn[at];
  }

  /** The number of the name of an event's node. */
  int nodeAt(int at) {
    return nodes == null ? NO_NODE : Byte.toUnsignedInt(nodes[at]);
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
