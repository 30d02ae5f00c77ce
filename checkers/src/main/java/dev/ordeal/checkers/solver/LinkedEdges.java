package dev.ordeal.checkers.solver;

import java.util.Arrays;

/**
 * Edges that come and go, each in two lists: of those out of its source, and of those into its
 * target. An edge is a record of eight numbers, and records are in chunks, so that more of them
 * need no copy of those that are there. Not safe for use by several threads.
 */
final class LinkedEdges {
  static final int NO = -1;

  private static final int RECORD_BITS = 3;

  // What a record holds.
  private static final int SOURCE = 0;
  private static final int TARGET = 1;
  private static final int LABEL = 2;
  private static final int OUT_NEXT = 3;
  private static final int OUT_PREVIOUS = 4;
  private static final int IN_NEXT = 5;
  private static final int IN_PREVIOUS = 6;
  private static final int TAG = 7;

  private static final int CHUNK_BITS = 12;
  private static final int CHUNK = 1 << CHUNK_BITS;
  private static final int PLACE_MASK = CHUNK - 1;

  /** How many records there is room for at first; orders of few nodes are made by the thousand. */
  private static final int LEAST = 32;

  private int[][] chunks = {new int[LEAST << RECORD_BITS]};
  private int capacity = LEAST;
  private int used;
  private final Ints unused = new Ints();
  private final int[] outHead;
  private final int[] inHead;

  LinkedEdges(int nodes) {
    outHead = new int[nodes];
    inHead = new int[nodes];
    Arrays.fill(outHead, NO);
    Arrays.fill(inHead, NO);
  }

  private int get(int edge, int field) {
    return chunks[edge >>> CHUNK_BITS][((edge & PLACE_MASK) << RECORD_BITS) + field];
  }

  private void set(int edge, int field, int value) {
    chunks[edge >>> CHUNK_BITS][((edge & PLACE_MASK) << RECORD_BITS) + field] = value;
  }

  /** The edge that was added last of those out of a node; {@link #NO} if there is none. */
  int firstOut(int node) {
    return outHead[node];
  }

  /** The one out of the same node that was added before; {@link #NO} if there is none. */
  int nextOut(int edge) {
    return get(edge, OUT_NEXT);
  }

  /** The edge that was added last of those into a node; {@link #NO} if there is none. */
  int firstIn(int node) {
    return inHead[node];
  }

  /** The one into the same node that was added before; {@link #NO} if there is none. */
  int nextIn(int edge) {
    return get(edge, IN_NEXT);
  }

  int source(int edge) {
    return get(edge, SOURCE);
  }

  int target(int edge) {
    return get(edge, TARGET);
  }

  int label(int edge) {
    return get(edge, LABEL);
  }

  /** What {@link #setTag} gave the edge. */
  int tag(int edge) {
    return get(edge, TAG);
  }

  void setTag(int edge, int tag) {
    set(edge, TAG, tag);
  }

  /** Adds an edge; its number, which may be that of one that was removed. */
  int add(int source, int target, int label) {
    int edge = unused.isEmpty() ? next() : unused.removeLast();
    set(edge, SOURCE, source);
    set(edge, TARGET, target);
    set(edge, LABEL, label);
    int afterOut = outHead[source];
    int afterIn = inHead[target];
    set(edge, OUT_PREVIOUS, NO);
    set(edge, OUT_NEXT, afterOut);
    set(edge, IN_PREVIOUS, NO);
    set(edge, IN_NEXT, afterIn);
    if (afterOut != NO) {
      set(afterOut, OUT_PREVIOUS, edge);
    }
    if (afterIn != NO) {
      set(afterIn, IN_PREVIOUS, edge);
    }
    outHead[source] = edge;
    inHead[target] = edge;
    return edge;
  }

  private int next() {
    if (used == capacity) {
      grow();
    }
    return used++;
  }

  private void grow() {
    if (capacity < CHUNK) {
      capacity = Math.min(CHUNK, 4 * capacity);
      chunks[0] = Arrays.copyOf(chunks[0], capacity << RECORD_BITS);
      return;
    }
    int chunk = capacity >>> CHUNK_BITS;
    if (chunk == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunk);
    }
    chunks[chunk] = new int[CHUNK << RECORD_BITS];
    capacity += CHUNK;
  }

  void remove(int edge) {
    int beforeOut = get(edge, OUT_PREVIOUS);
    int afterOut = get(edge, OUT_NEXT);
    if (beforeOut == NO) {
      outHead[source(edge)] = afterOut;
    } else {
      set(beforeOut, OUT_NEXT, afterOut);
    }
    if (afterOut != NO) {
      set(afterOut, OUT_PREVIOUS, beforeOut);
    }
    int beforeIn = get(edge, IN_PREVIOUS);
    int afterIn = get(edge, IN_NEXT);
    if (beforeIn == NO) {
      inHead[target(edge)] = afterIn;
    } else {
      set(beforeIn, IN_NEXT, afterIn);
    }
    if (afterIn != NO) {
      set(afterIn, IN_PREVIOUS, beforeIn);
    }
    unused.add(edge);
  }
}
