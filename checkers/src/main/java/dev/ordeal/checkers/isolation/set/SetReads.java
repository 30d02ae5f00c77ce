package dev.ordeal.checkers.isolation.set;

import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.MicroOps;
import java.util.Arrays;

/**
 * What transactions read of sets that others had added to, as places in an order of each set's
 * elements.
 *
 * <p>Reads of a set that only grows are contained in each other. So elements are numbered by the
 * smallest read that has them, and most reads are all places below some number; those that are not,
 * <em>odd</em> ones, do not fit the reads smaller than they. Elements that only odd reads have, and
 * those that nobody saw, take the last places. Linear in what was read, but for sorting.
 */
final class SetReads {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final Writers writers;
  private final MicroOps ops;

  /** Reads of what others added: who, and the position of the micro-operation. */
  private int[] readers = new int[16];

  private int[] positions = new int[16];
  private int size;

  /** By read: how many elements of others that did not fail it has. */
  private int[] seen = new int[16];

  /** By read: whether it is more than all places below {@link #seen}. */
  private boolean[] odd = {};

  /** By slot: the last look at a read, counted from 1, in which the element was met. */
  private final int[] mark;

  private int marks;

  /** By slot of {@link Writers}: the element's place in its key's order; none if it failed. */
  final int[] place;

  /** By key: who added the elements, in the order of their places. */
  final int[][] members;

  SetReads(Transactions transactions, Writers writers) {
    this.transactions = transactions;
    this.writers = writers;
    this.ops = transactions.ops;
    place = new int[writers.slots()];
    Arrays.fill(place, NONE);
    mark = new int[writers.slots()];
    members = new int[ops.keyCount()][];
  }

  /** Takes a transaction's read of a key, its first or one that shows something else. */
  void add(int reader, int position) {
    if (size == readers.length) {
      readers = Arrays.copyOf(readers, size * 2);
      positions = Arrays.copyOf(positions, size * 2);
      seen = Arrays.copyOf(seen, size * 2);
    }
    readers[size] = reader;
    positions[size] = position;
    seen[size] = slots(size).length;
    size++;
  }

  int size() {
    return size;
  }

  int reader(int read) {
    return readers[read];
  }

  int key(int read) {
    return ops.key(positions[read]);
  }

  int position(int read) {
    return positions[read];
  }

  int seen(int read) {
    return seen[read];
  }

  boolean isOdd(int read) {
    return odd[read];
  }

  int length(int position) {
    return ops.isList(position) ? ops.length(position) : 0;
  }

  /** The slots of what a read has of others that did not fail, each once. */
  private int[] slots(int read) {
    int[] slots = new int[length(positions[read])];
    int count = 0;
    marks++;
    for (int i = 0; i < slots.length; i++) {
      int slot = slot(readers[read], positions[read], i);
      if (slot != NONE && mark[slot] != marks) {
        mark[slot] = marks;
        slots[count++] = slot;
      }
    }
    return count == slots.length ? slots : Arrays.copyOf(slots, count);
  }

  /** The slot of an element that was read, if another transaction added it and did not fail. */
  private int slot(int reader, int position, int index) {
    int slot = writers.slot(ops.key(position), ops.element(ops.list(position), index));
    int writer = slot < 0 ? NONE : writers.writer(slot);
    return writer < 0 || writer == reader || transactions.isFail(writer) ? NONE : slot;
  }

  /** Gives all elements their places, once all reads are there. */
  void arrange(boolean[] committed) {
    odd = new boolean[size];
    int[] placed = new int[ops.keyCount()];
    long[] bySize = new long[size];
    for (int read = 0; read < size; read++) {
      bySize[read] = ((long) seen[read] << 32) | read;
    }
    Arrays.sort(bySize);
    for (long entry : bySize) {
      arrange((int) entry, placed);
    }
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t);
          committed[t] && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.ADD) {
          int slot = writers.slot(ops.key(at), ops.cell(at));
          place[slot] = place[slot] == NONE ? placed[ops.key(at)]++ : place[slot];
        }
      }
    }
    Arrays.setAll(members, key -> new int[placed[key]]);
    for (int t = 0; t < transactions.size(); t++) {
      for (int at = transactions.first(t);
          committed[t] && at < transactions.stop(t);
          at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.ADD) {
          members[ops.key(at)][place[writers.slot(ops.key(at), ops.cell(at))]] = t;
        }
      }
    }
  }

  private void arrange(int read, int[] placed) {
    int key = ops.key(positions[read]);
    int[] slots = slots(read);
    int known = 0;
    for (int slot : slots) {
      known += place[slot] != NONE ? 1 : 0;
    }
    odd[read] = known < placed[key];
    for (int slot : slots) {
      if (!odd[read] && place[slot] == NONE) {
        place[slot] = placed[key]++;
      }
    }
  }

  /** The places of what an odd read has of others, rising. */
  int[] places(int read) {
    int[] places = slots(read);
    for (int i = 0; i < places.length; i++) {
      places[i] = place[places[i]];
    }
    Arrays.sort(places);
    return places;
  }

  /** The places of what a transaction added itself to the key of a read, rising. */
  int[] own(int read) {
    int[] own = new int[4];
    int count = 0;
    int reader = readers[read];
    for (int at = transactions.first(reader);
        at < transactions.stop(reader);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.ADD && ops.key(at) == key(read)) {
        own = count == own.length ? Arrays.copyOf(own, count * 2) : own;
        own[count++] = place[writers.slot(ops.key(at), ops.cell(at))];
      }
    }
    own = Arrays.copyOf(own, count);
    Arrays.sort(own);
    return own;
  }
}
