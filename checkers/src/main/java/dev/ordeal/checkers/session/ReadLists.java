package dev.ordeal.checkers.session;

import dev.ordeal.checkers.solver.Ints;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.Columns;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.ValueNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lists and sets that were read, elements as numbers. Reads that show a beginning of the same list
 * share it, as those of a list that only grows do.
 */
final class ReadLists {
  private static final int NONE = -1;

  private final CellPool pool;
  private final MicroOps micros;
  private final ValueNumbers numbers;

  private final List<int[]> elements = new ArrayList<>();
  private final Ints keys = new Ints();

  /** By key: the longest list of which all but those that disagree are beginnings. */
  private final Ints longest = new Ints();

  /** By list of the transactions': how much of it was read at most, and which it is here. */
  private final int[] microLengths;

  private final int[] microLists;

  ReadLists(Columns columns, ValueNumbers numbers) {
    this.numbers = numbers;
    pool = columns.pool();
    micros = pool.microOps();
    microLengths = new int[micros.listCount()];
    microLists = new int[microLengths.length];
    Arrays.fill(microLists, NONE);
    for (int i = 0; microLengths.length > 0 && i < columns.size(); i++) {
      if (CellPool.isTransaction(columns.result(i))) {
        measure(columns.result(i));
      }
    }
  }

  private void measure(long transaction) {
    int first = micros.first(transaction);
    int stop = first + micros.count(transaction) * MicroOps.WIDTH;
    for (int at = first; at < stop; at += MicroOps.WIDTH) {
      if (micros.isList(at)) {
        int list = micros.list(at);
        microLengths[list] = Math.max(microLengths[list], micros.length(at));
      }
    }
  }

  int count() {
    return keys.size();
  }

  /** The object whose contents a list is. */
  int key(int list) {
    return keys.get(list);
  }

  /** All elements of a list. */
  int[] elements(int list) {
    return elements.get(list);
  }

  /** The list that a micro-operation read. */
  int take(int key, int at) {
    int theirs = micros.list(at);
    if (microLists[theirs] == NONE) {
      int[] all = new int[microLengths[theirs]];
      for (int i = 0; i < all.length; i++) {
        all[i] = numbers.ofCell(micros.element(theirs, i));
      }
      microLists[theirs] = add(key, all);
    }
    return microLists[theirs];
  }

  /** What a micro-operation read, as a value. */
  Value value(int at) {
    Value[] items = new Value[micros.length(at)];
    for (int i = 0; i < items.length; i++) {
      items[i] = pool.value(micros.element(micros.list(at), i));
    }
    return Value.seq(items);
  }

  /** A list that begins with what a cell holds. */
  int take(int key, long cell) {
    int[] read = read(cell);
    while (longest.size() <= key) {
      longest.add(NONE);
    }
    int list = longest.get(key);
    if (list == NONE) {
      list = add(key, read);
      longest.set(key, list);
      return list;
    }
    int[] known = elements.get(list);
    int common = Math.min(known.length, read.length);
    if (Arrays.mismatch(known, 0, common, read, 0, common) >= 0) {
      return add(key, read);
    }
    if (read.length > known.length) {
      elements.set(list, read);
    }
    return list;
  }

  /** How many elements a cell holds. */
  int length(long cell) {
    if (CellPool.isNumbers(cell)) {
      return pool.length(cell);
    }
    return cell == CellPool.NIL ? 0 : pool.value(cell).asList().size();
  }

  private int[] read(long cell) {
    int[] read = new int[length(cell)];
    if (CellPool.isNumbers(cell)) {
      Arrays.setAll(read, i -> numbers.ofNumber(pool.item(cell, i)));
    } else if (read.length > 0) {
      List<Value> items = pool.value(cell).asList();
      Arrays.setAll(read, i -> numbers.of(items.get(i)));
    }
    return read;
  }

  private int add(int key, int[] all) {
    keys.add(key);
    elements.add(all);
    return keys.size() - 1;
  }
}
