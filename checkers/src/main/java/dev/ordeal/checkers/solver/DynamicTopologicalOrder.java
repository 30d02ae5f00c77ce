package dev.ordeal.checkers.solver;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A total order of nodes that fits all edges, while edges are added and removed.
 *
 * <p>Adding an edge that goes against the order moves only nodes between its two ends (Pearce and
 * Kelly, A dynamic topological sort algorithm for directed acyclic graphs, 2006); an edge that
 * would close a cycle is refused, and the cycle is told. Removing one leaves the order as it is.
 * Fixed edges are kept in flat arrays. Not safe for use by several threads.
 */
public final class DynamicTopologicalOrder {
  /** Stands for: the edge would close a cycle. */
  public static final int CYCLE = -1;

  private static final int NO = LinkedEdges.NO;

  private final int nodes;
  private final int[] firstOut;
  private final int[] out;
  private final int[] firstIn;
  private final int[] in;
  private final int[] position;
  private final int[] nodeAt;
  private final IntConsumer beforeMove;

  /** Edges that come and go. */
  private final LinkedEdges live;

  // Of the present search.
  private final int[] seen;
  private int search;
  private int found;
  // What a search comes to, and for each by which edge: the place there of where that begins.
  private int[] ahead = new int[64];
  private int[] parent = new int[64];
  private int[] parentLabel = new int[64];
  private int[] behind = new int[64];
  private int[] cycleNodes = new int[0];
  private int[] cycleLabels = new int[0];

  /**
   * Starts with an order that fits the fixed edges.
   *
   * @param first where the fixed edges of each node begin in {@code targets}; one more at the end
   * @param order all nodes, each once
   * @param beforeMove told, before anything moves, of the first place that will
   */
  public DynamicTopologicalOrder(int[] first, int[] targets, int[] order, IntConsumer beforeMove) {
    this(FixedEdges.of(first, targets), order, beforeMove);
  }

  /** The same with fixed edges that are known from both of their ends; keeps the order's array. */
  public DynamicTopologicalOrder(FixedEdges fixed, int[] order, IntConsumer beforeMove) {
    nodes = order.length;
    firstOut = fixed.first();
    out = fixed.targets();
    firstIn = fixed.firstIn();
    in = fixed.sources();
    this.beforeMove = beforeMove;
    position = new int[nodes];
    nodeAt = order;
    for (int place = 0; place < nodes; place++) {
      position[order[place]] = place;
    }
    live = new LinkedEdges(nodes);
    seen = new int[nodes];
  }

  public int size() {
    return nodes;
  }

  public int position(int node) {
    return position[node];
  }

  public int nodeAt(int place) {
    return nodeAt[place];
  }

  /**
   * Adds an edge.
   *
   * @param why given back as part of a cycle; not negative
   * @return a number for {@link #remove}, or {@link #CYCLE}
   */
  public int add(int source, int target, int why) {
    if (source == target) {
      cycleNodes = new int[] {source};
      cycleLabels = new int[] {why};
      return CYCLE;
    }
    if (position[source] > position[target] && !move(source, target, why)) {
      return CYCLE;
    }
    return live.add(source, target, why);
  }

  /**
   * The first of some nodes from which edges lead to another; negative if there is none. The way is
   * told by {@link #cycleNodes} and {@link #cycleLabels}. Looks no further back in the order than
   * the nodes stand.
   */
  public int leading(int[] some, int node) {
    int least = position[node];
    for (int one : some) {
      least = Math.min(least, position[one]);
    }
    if (least == position[node]) {
      return NO;
    }
    lookBehind(node, least);
    for (int one : some) {
      if (seen[one] == search && one != node) {
        lookAhead(node, one, position[node]);
        tellCycle(NO);
        return one;
      }
    }
    return NO;
  }

  /**
   * The nodes of the cycle that the last refused edge would have closed, or of the way that was
   * found last: from its end backwards.
   */
  public int[] cycleNodes() {
    return cycleNodes;
  }

  /** The labels of the edges on it that are not fixed, each once. */
  public int[] cycleLabels() {
    return cycleLabels;
  }

  /** Removes an edge that {@link #add} gave a number to. */
  public void remove(int edge) {
    live.remove(edge);
  }

  /** What {@link #setTag} gave an edge that is there. */
  public int tag(int edge) {
    return live.tag(edge);
  }

  /** Stores a number with an edge, so that its owner needs no table. */
  public void setTag(int edge, int tag) {
    live.setTag(edge, tag);
  }

  /** Moves nodes so that the source comes before the target; false if that cannot be. */
  private boolean move(int source, int target, int why) {
    int last = position[source];
    int first = position[target];
    int aheadCount = lookAhead(source, target, last);
    if (aheadCount < 0) {
      tellCycle(why);
      return false;
    }
    int behindCount = lookBehind(source, first);
    int lowest = first;
    for (int i = 0; i < behindCount; i++) {
      behind[i] = position[behind[i]];
      lowest = Math.min(lowest, behind[i]);
    }
    for (int i = 0; i < aheadCount; i++) {
      ahead[i] = position[ahead[i]];
    }
    Arrays.sort(ahead, 0, aheadCount);
    Arrays.sort(behind, 0, behindCount);
    beforeMove.accept(lowest);
    place(aheadCount, behindCount);
    return true;
  }

  /** Deals the places of both groups out again: those behind the source first. */
  private void place(int aheadCount, int behindCount) {
    int total = aheadCount + behindCount;
    int[] moved = new int[total];
    for (int i = 0; i < behindCount; i++) {
      moved[i] = nodeAt[behind[i]];
    }
    for (int i = 0; i < aheadCount; i++) {
      moved[behindCount + i] = nodeAt[ahead[i]];
    }
    int a = 0;
    int b = 0;
    for (int i = 0; i < total; i++) {
      boolean isBehind = a == aheadCount || (b < behindCount && behind[b] < ahead[a]);
      int place = isBehind ? behind[b++] : ahead[a++];
      nodeAt[place] = moved[i];
      position[moved[i]] = place;
    }
  }

  /** Collects what the target leads to up to a place, nearest first; negative if to the source. */
  private int lookAhead(int source, int target, int last) {
    search++;
    found = 0;
    reach(target, NO, NO);
    for (int i = 0; i < found; i++) {
      int node = ahead[i];
      for (int e = firstOut[node]; e < firstOut[node + 1]; e++) {
        int next = out[e];
        if (seen[next] != search && position[next] <= last) {
          reach(next, i, NO);
          if (next == source) {
            return CYCLE;
          }
        }
      }
      for (int e = live.firstOut(node); e != NO; e = live.nextOut(e)) {
        int next = live.target(e);
        if (seen[next] != search && position[next] <= last) {
          reach(next, i, live.label(e));
          if (next == source) {
            return CYCLE;
          }
        }
      }
    }
    return found;
  }

  private void reach(int node, int by, int why) {
    if (found == ahead.length) {
      ahead = Arrays.copyOf(ahead, 2 * found);
      parent = Arrays.copyOf(parent, 2 * found);
      parentLabel = Arrays.copyOf(parentLabel, 2 * found);
    }
    seen[node] = search;
    ahead[found] = node;
    parent[found] = by;
    parentLabel[found++] = why;
  }

  private int lookBehind(int source, int first) {
    search++;
    int count = 0;
    seen[source] = search;
    behind[count++] = source;
    for (int i = 0; i < count; i++) {
      int node = behind[i];
      if (count + firstIn[node + 1] - firstIn[node] > behind.length) {
        behind = Arrays.copyOf(behind, 2 * (count + firstIn[node + 1] - firstIn[node]));
      }
      for (int e = firstIn[node]; e < firstIn[node + 1]; e++) {
        int next = in[e];
        if (seen[next] != search && position[next] >= first) {
          seen[next] = search;
          behind[count++] = next;
        }
      }
      for (int e = live.firstIn(node); e != NO; e = live.nextIn(e)) {
        int next = live.source(e);
        if (seen[next] != search && position[next] >= first) {
          seen[next] = search;
          if (count == behind.length) {
            behind = Arrays.copyOf(behind, 2 * count);
          }
          behind[count++] = next;
        }
      }
    }
    return count;
  }

  /** Tells the way to what {@link #lookAhead} came to last: where it was to lead. */
  private void tellCycle(int why) {
    Ints onCycle = new Ints();
    Ints labels = new Ints();
    if (why != NO) {
      labels.add(why);
    }
    for (int i = found - 1; i != NO; i = parent[i]) {
      onCycle.add(ahead[i]);
      if (parentLabel[i] != NO) {
        labels.add(parentLabel[i]);
      }
    }
    cycleNodes = onCycle.toArray();
    cycleLabels = distinct(labels.toArray());
  }

  private static int[] distinct(int[] labels) {
    Arrays.sort(labels);
    int count = 0;
    for (int label : labels) {
      if (count == 0 || label != labels[count - 1]) {
        labels[count++] = label;
      }
    }
    return Arrays.copyOf(labels, count);
  }
}
