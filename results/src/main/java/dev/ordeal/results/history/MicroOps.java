package dev.ordeal.results.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The micro-operations of transactions in columns: two numbers of 32 bits each.
 *
 * <p>Keys are numbered. The lists that reads return are kept once for all reads that saw a
 * beginning of them, as reads of a list that only grows do: such a read is a list's number and a
 * length. A <em>position</em> is where a micro-operation stands; those of a transaction follow each
 * other {@link #WIDTH} apart.
 *
 * <p>Not thread-safe while it grows.
 */
public final class MicroOps {
  /** What a micro-operation does. */
  public enum Kind {
    READ(0, "r"),
    WRITE(1, "w"),
    APPEND(2, "append"),
    ADD(3, "add"),
    INCREMENT(4, "inc");

    private final int code;
    private final String wireName;
    private final Value text;

    Kind(int code, String wireName) {
      this.code = code;
      this.wireName = wireName;
      this.text = Value.of(wireName);
    }

    /** The name used in files. */
    public String wireName() {
      return wireName;
    }

    /** Whether a sequence is a list that was read; it is one value to those that write. */
    boolean mayCarryList() {
      return this == READ;
    }
  }

  /** How far apart the positions of a transaction's micro-operations are. */
  public static final int WIDTH = 2;

  private static final Kind[] KINDS = Kind.values();
  private static final int KIND_BITS = 3;
  private static final int FORM_BITS = 2;
  private static final int KEY_SHIFT = KIND_BITS + FORM_BITS;
  private static final int KIND_MASK = (1 << KIND_BITS) - 1;
  private static final int FORM_MASK = ((1 << FORM_BITS) - 1) << KIND_BITS;
  private static final int NOTHING = 0;
  private static final int SMALL = 1;
  private static final int CELL = 2;
  private static final int LIST = 3;

  private final LongIntMap keyNumbers = new LongIntMap(16);
  private long[] keyCells = new long[16];
  private int keyCount;

  /** Transactions: how many micro-operations, then each: kind, form and key; what it carries. */
  private int[] words = new int[64];

  private int used;

  /** What does not fit a word: cells, and lists' numbers with lengths. */
  private long[] wide = new long[16];

  private int wideUsed;

  private long[][] lists = new long[16][];
  private int[] listSizes = new int[16];
  private int[] listKeys = new int[16];
  private int listCount;

  /** The longest list that began like all others of a key; -1 for none. */
  private int[] longest = new int[0];

  // Writing.

  int key(long cell) {
    int number = keyNumbers.number(cell);
    if (number == keyCount) {
      keyCells = withRoom(keyCells, keyCount + 1L, Growth.UNKNOWN);
      keyCells[keyCount++] = cell;
    }
    return number;
  }

  private static int[] withRoom(int[] array, long needed, Growth growth) {
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, growth.capacity(array.length, needed, Integer.BYTES));
  }

  private static long[] withRoom(long[] array, long needed, Growth growth) {
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, growth.capacity(array.length, needed, Long.BYTES));
  }

  /** Begins a transaction; what it gives must be handed to {@link #end}. */
  int begin() {
    word(0);
    return used - 1;
  }

  /** Ends a transaction: its number is where it began. */
  int end(int began) {
    words[began] = (used - began - 1) / WIDTH;
    return began;
  }

  /** Takes a transaction back. */
  void abandon(int began) {
    used = began;
  }

  private void word(int word) {
    words = withRoom(words, used + 1L, Growth.UNKNOWN);
    words[used++] = word;
  }

  private void put(Kind kind, int key, int form, int payload) {
    words = withRoom(words, used + 2L, Growth.UNKNOWN);
    words[used] = (key << KEY_SHIFT) | (form << KIND_BITS) | kind.code;
    words[used + 1] = payload;
    used += WIDTH;
  }

  private int wide(long value) {
    wide = withRoom(wide, wideUsed + 1L, Growth.UNKNOWN);
    wide[wideUsed] = value;
    return wideUsed++;
  }

  /** Adds a micro-operation that carries one value. */
  void add(Kind kind, int key, long cell) {
    if (cell == CellPool.NIL) {
      put(kind, key, NOTHING, 0);
    } else if (CellPool.isNumber(cell) && CellPool.number(cell) == (int) CellPool.number(cell)) {
      put(kind, key, SMALL, (int) CellPool.number(cell));
    } else {
      put(kind, key, CELL, wide(cell));
    }
  }

  /** Adds a read of the first so many elements of a list. */
  void addList(Kind kind, int key, int list, int length) {
    put(kind, key, LIST, wide(((long) list << 32) | length));
  }

  /** A new list that was read of a key, which {@link #push} fills. */
  int newList(int key) {
    haveLists(listCount + 1L, Growth.UNKNOWN);
    if (lists[listCount] == null) {
      lists[listCount] = new long[4];
    }
    listSizes[listCount] = 0;
    listKeys[listCount] = key;
    return listCount++;
  }

  void push(int list, long cell) {
    int size = listSizes[list]++;
    if (size == lists[list].length) {
      lists[list] = withRoom(lists[list], size + 1L, Growth.UNKNOWN);
    }
    lists[list][size] = cell;
  }

  int size(int list) {
    return listSizes[list];
  }

  void truncate(int list, int size) {
    listSizes[list] = size;
  }

  /** The number of a list that begins with so many cells, which may become longer for it. */
  private int listOf(int key, long[] cells, int length) {
    if (key >= longest.length) {
      int before = longest.length;
      longest = withRoom(longest, key + 1L, Growth.UNKNOWN);
      Arrays.fill(longest, before, longest.length, -1);
    }
    int list = longest[key];
    int size = list < 0 ? 0 : listSizes[list];
    int common = Math.min(size, length);
    if (list >= 0 && Arrays.mismatch(lists[list], 0, common, cells, 0, common) < 0) {
      for (int i = size; i < length; i++) {
        push(list, cells[i]);
      }
      return list;
    }
    haveLists(listCount + 1L, Growth.UNKNOWN);
    list = listCount++;
    lists[list] = Arrays.copyOf(cells, length);
    listSizes[list] = length;
    listKeys[list] = key;
    longest[key] = longest[key] < 0 ? list : longest[key];
    return list;
  }

  /** The kind with a name in files. */
  static Optional<Kind> kind(String wireName) {
    for (Kind kind : KINDS) {
      if (kind.wireName.equals(wireName)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** Whether a value is a transaction: {@code [["r", key, value], …]}. */
  public static boolean isTransaction(Value value) {
    return value instanceof Value.Seq seq
        && !seq.items().isEmpty()
        && seq.items().stream().allMatch(MicroOps::isMicroOp);
  }

  private static boolean isMicroOp(Value value) {
    return value instanceof Value.Seq seq
        && seq.items().size() == 3
        && seq.items().getFirst() instanceof Value.Text name
        && kind(name.value()).isPresent();
  }

  /** Adds a transaction given as a value. */
  int add(Value.Seq transaction, CellPool pool) {
    int began = begin();
    for (Value item : transaction.items()) {
      List<Value> parts = item.asList();
      Kind kind = kind(parts.get(0).asText()).orElseThrow();
      int key = key(pool.uniqueCell(parts.get(1)));
      if (kind.mayCarryList() && parts.get(2) instanceof Value.Seq seq) {
        long[] cells = seq.items().stream().mapToLong(pool::uniqueCell).toArray();
        addList(kind, key, listOf(key, cells, cells.length), cells.length);
      } else {
        add(kind, key, pool.uniqueCell(parts.get(2)));
      }
    }
    return end(began);
  }

  // Joining.

  /** Forgets everything. */
  void reset() {
    keyNumbers.clear();
    keyCount = 0;
    used = 0;
    wideUsed = 0;
    listCount = 0;
    Arrays.fill(longest, -1);
  }

  /** Where the next transaction begins. */
  int used() {
    return used;
  }

  private void haveLists(long count, Growth growth) {
    if (count > lists.length) {
      int capacity = growth.capacity(lists.length, count, Long.BYTES);
      lists = Arrays.copyOf(lists, capacity);
      listSizes = Arrays.copyOf(listSizes, capacity);
      listKeys = Arrays.copyOf(listKeys, capacity);
    }
  }

  /** Appends what a part holds, which is of no use afterwards. */
  void append(MicroOps part, CellPool.Adopted cells, Growth growth) {
    int[] keys = new int[part.keyCount];
    for (int key = 0; key < keys.length; key++) {
      keys[key] = key(cells.cell(part.keyCells[key]));
    }
    words = withRoom(words, (long) used + part.used, growth);
    wide = withRoom(wide, (long) wideUsed + part.wideUsed, growth);
    int[] listsHere = takeLists(part, keys, cells);
    int at = 0;
    while (at < part.used) {
      int count = part.words[at];
      words[used + at++] = count;
      for (int i = 0; i < count; i++, at += WIDTH) {
        int word = part.words[at];
        int payload = part.words[at + 1];
        int form = form(word);
        if (form == CELL) {
          wide[wideUsed + payload] = cells.cell(part.wide[payload]);
        } else if (form == LIST) {
          long read = part.wide[payload];
          wide[wideUsed + payload] = ((long) listsHere[(int) (read >>> 32)] << 32) | (int) read;
        }
        words[used + at] =
            (keys[word >>> KEY_SHIFT] << KEY_SHIFT) | (word & ((1 << KEY_SHIFT) - 1));
        words[used + at + 1] = form == CELL || form == LIST ? payload + wideUsed : payload;
      }
    }
    used += part.used;
    wideUsed += part.wideUsed;
  }

  /** Takes over the lists of a part; which they are here. */
  private int[] takeLists(MicroOps part, int[] keys, CellPool.Adopted cells) {
    int[] here = new int[part.listCount];
    for (int list = 0; list < here.length; list++) {
      long[] items = part.lists[list];
      int length = part.listSizes[list];
      for (int i = 0; i < length; i++) {
        items[i] = cells.cell(items[i]);
      }
      here[list] = listOf(keys[part.listKeys[list]], items, length);
    }
    return here;
  }

  // Reading.

  private static int form(int word) {
    return (word >>> KIND_BITS) & ((1 << FORM_BITS) - 1);
  }

  /** How many micro-operations the transaction in a cell has. */
  public int count(long cell) {
    return words[CellPool.transaction(cell)];
  }

  /** How many micro-operations the transaction has whose first one is at a position. */
  public int countFrom(int first) {
    return words[first - 1];
  }

  /** The position of the first micro-operation of the transaction in a cell. */
  public int first(long cell) {
    return CellPool.transaction(cell) + 1;
  }

  public Kind kind(int position) {
    return KINDS[words[position] & ((1 << KIND_BITS) - 1)];
  }

  /** The key's number. */
  public int key(int position) {
    return words[position] >>> KEY_SHIFT;
  }

  /** Whether it is a read of a list. */
  public boolean isList(int position) {
    return form(words[position]) == LIST;
  }

  /** The number of the list that was read. */
  public int list(int position) {
    return (int) (wide[words[position + 1]] >>> 32);
  }

  /** How many elements of the list were read. */
  public int length(int position) {
    return (int) wide[words[position + 1]];
  }

  /** The cell that it carries, if it is no list. */
  public long cell(int position) {
    return switch (form(words[position])) {
      case NOTHING -> CellPool.NIL;
      case SMALL -> CellPool.cellOf(words[position + 1]);
      case CELL -> wide[words[position + 1]];
      default -> throw new IllegalStateException("a list has no cell");
    };
  }

  /** An element's cell. */
  public long element(int list, int index) {
    return lists[list][index];
  }

  /** Whether two lists have the same first so many elements. */
  public boolean agree(int list, int other, int length) {
    return list == other || Arrays.mismatch(lists[list], 0, length, lists[other], 0, length) < 0;
  }

  /** How many lists there are. */
  public int listCount() {
    return listCount;
  }

  public int keyCount() {
    return keyCount;
  }

  /** The cell of a key. */
  public long keyCell(int key) {
    return keyCells[key];
  }

  /** Whether the transactions in two cells differ in nothing but what their reads carry. */
  boolean differInReadsOnly(long one, long other) {
    int at = CellPool.transaction(one);
    int there = CellPool.transaction(other);
    if (words[at] != words[there]) {
      return false;
    }
    int stop = at + 1 + words[at] * WIDTH;
    for (at++, there++; at < stop; at += WIDTH, there += WIDTH) {
      int word = words[at];
      if ((word & KIND_MASK) == Kind.READ.code) {
        if (((word ^ words[there]) & ~FORM_MASK) != 0) {
          return false;
        }
      } else if (word != words[there] || !carrySame(form(word), words[at + 1], words[there + 1])) {
        return false;
      }
    }
    return true;
  }

  private boolean carrySame(int form, int payload, int other) {
    return payload == other || (form == CELL && wide[payload] == wide[other]);
  }

  /** The transaction in a cell as a value. */
  Value value(long cell, CellPool pool) {
    List<Value> items = new ArrayList<>();
    int position = first(cell);
    for (int i = 0; i < count(cell); i++, position += WIDTH) {
      items.add(
          Value.seq(
              kind(position).text, pool.value(keyCells[key(position)]), carried(position, pool)));
    }
    return new Value.Seq(items);
  }

  private Value carried(int position, CellPool pool) {
    if (!isList(position)) {
      return pool.value(cell(position));
    }
    List<Value> elements = new ArrayList<>();
    for (int i = 0; i < length(position); i++) {
      elements.add(pool.value(element(list(position), i)));
    }
    return new Value.Seq(elements);
  }
}
