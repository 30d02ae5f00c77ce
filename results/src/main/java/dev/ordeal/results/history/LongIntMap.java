package dev.ordeal.results.history;

import java.util.Arrays;

/**
 * From numbers of 64 bits to numbers from 0 up, without an object for each: open addressing with
 * linear probing. Not thread-safe.
 */
public final class LongIntMap {
  private static final int ABSENT = -1;

  private long[] keys;
  private int[] values;
  private int size;

  public LongIntMap(int expected) {
    int capacity = Integer.highestOneBit(Math.max(8, expected) * 2 - 1) * 2;
    keys = new long[capacity];
    values = new int[capacity];
    Arrays.fill(values, ABSENT);
  }

  private static int spread(long key) {
    long mixed = key * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = spread(key) & mask;
    while (values[slot] != ABSENT && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The key's value; -1 if it has none. */
  public int get(long key) {
    return values[slot(key)];
  }

  /** Gives a key a value from 0 up. */
  public void put(long key, int value) {
    int slot = slot(key);
    if (values[slot] == ABSENT) {
      keys[slot] = key;
      values[slot] = value;
      if (++size * 2 > keys.length) {
        grow();
      }
    } else {
      values[slot] = value;
    }
  }

  /** The key's value; if it has none, the number of keys so far. */
  public int number(long key) {
    int slot = slot(key);
    if (values[slot] != ABSENT) {
      return values[slot];
    }
    int number = size;
    put(key, number);
    return number;
  }

  /** Forgets all keys. */
  public void clear() {
    Arrays.fill(values, ABSENT);
    size = 0;
  }

  public int size() {
    return size;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[oldKeys.length * 2];
    values = new int[keys.length];
    Arrays.fill(values, ABSENT);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldValues[i] != ABSENT) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }
}
