package dev.ordeal.results.history;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Numbers values from 0 in order of first appearance, whether they stand in events or in sequences.
 *
 * <p>Most workloads write 0, 1, 2, …: such values are looked up in an array that lies in memory as
 * the history does, which is several times faster than a hash table. Not thread-safe.
 */
public final class ValueNumbers {
  private final CellPool pool;
  private final int directMax;
  private int[] direct = new int[1024];
  private final LongIntMap hashed = new LongIntMap(64);

  /** Of sequences, which may have several cells, and of values that have none. */
  private final Map<Value, Integer> byContent = new HashMap<>();

  private int count;

  /** Of cells of a pool; of about so many values. */
  public ValueNumbers(CellPool pool, int expected) {
    this.pool = pool;
    this.directMax = (int) Math.min(1L << 30, 8L * expected + 1024);
  }

  /** How many values have numbers: all are less. */
  public int count() {
    return count;
  }

  /** The number of the value in a cell, which it gets if it has none. */
  public int ofCell(long cell) {
    return find(cell, true);
  }

  /** The number of the value in a cell; -1 if it has none yet. */
  public int known(long cell) {
    return find(cell, false);
  }

  /** The number of a whole number of at most 62 bits, which it gets if it has none. */
  public int ofNumber(long number) {
    return find(CellPool.cellOf(number), true);
  }

  /** The number of a value, which it gets if it has none. */
  public int of(Value value) {
    return find(value, true);
  }

  /** The number of a number; -1 if it has none yet. */
  public int knownNumber(long number) {
    return find(CellPool.cellOf(number), false);
  }

  /** The number of a value; -1 if it has none yet. */
  public int known(Value value) {
    return find(value, false);
  }

  private int find(Value value, boolean add) {
    if (value instanceof Value.Seq) {
      return byContent(value, add);
    }
    long cell = pool.known(value);
    return cell == CellPool.NONE ? byContent(value, add) : find(cell, add);
  }

  private int find(long cell, boolean add) {
    if (CellPool.isNumber(cell)) {
      long number = CellPool.number(cell);
      if (number >= 0 && number < directMax) {
        return direct((int) number, add);
      }
    }
    int known = hashed.get(cell);
    if (known >= 0) {
      return known;
    }
    if (!CellPool.isNumber(cell) && pool.value(cell) instanceof Value.Seq seq) {
      return byContent(seq, add);
    }
    if (add) {
      known = count++;
      hashed.put(cell, known);
    }
    return known;
  }

  private int byContent(Value value, boolean add) {
    Integer known = byContent.get(value);
    if (known == null && add) {
      known = count++;
      byContent.put(value, known);
    }
    return known == null ? -1 : known;
  }

  private int direct(int number, boolean add) {
    if (number >= direct.length) {
      if (!add) {
        return -1;
      }
      direct = Arrays.copyOf(direct, (int) Math.min(directMax, Math.max(number + 1L, 2L * number)));
    }
    if (direct[number] == 0 && add) {
      direct[number] = ++count;
    }
    return direct[number] - 1;
  }
}
