package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Finds the shortest cycle of a class in a part of a history, breadth first from every edge that
 * can begin one.
 *
 * <p>Searches go no deeper than a cycle that is already known, so that all of them together are
 * cheap once there is a short one. In a part of a million transactions that all are on one cycle
 * even that can take minutes; so once there is a cycle, or where no level depends on one, a search
 * ends after {@link #EXTRA_STEPS}, and the cycle found may not be the very shortest.
 */
final class CycleSearch {
  /**
   * Steps (edges followed) spent on a cycle that would change no verdict: a fraction of a second.
   */
  private static final long EXTRA_STEPS = 3_000_000;

  /** How many of them are between two looks at the clock. */
  private static final long STEPS_PER_LOOK = 100_000;

  /** No cycle has fewer transactions. */
  private static final int SHORTEST = 2;

  private final CyclicComponent part;
  private final Graph graph;

  /** By node and state: the search in which it was last come to. */
  private final int[] visited;

  private int search;

  /** Where searches have come to: node and state, from which entry, and by which type. */
  private int[] queue = new int[64];

  private int[] parents = new int[64];
  private byte[] types = new byte[64];
  private int tail;

  private final long stepsMax;
  private final BooleanSupplier isLate;
  private long steps;
  private long nextLook;
  private long stepsAllowed;
  private Cycle shortest;
  private int shorterThan;

  /**
   * A search, not yet begun.
   *
   * @param stepsMax how many steps a class may take
   * @param isLate whether there is no time left
   */
  CycleSearch(CyclicComponent part, long stepsMax, BooleanSupplier isLate) {
    this.isLate = isLate;
    this.part = part;
    this.graph = part.direct();
    this.visited = new int[graph.nodes * CycleClass.STATES];
    this.stepsMax = stepsMax;
  }

  /** Whether the search has to be given up. */
  private boolean gaveUp() {
    if (steps >= nextLook) {
      nextLook = steps + STEPS_PER_LOOK;
      stepsAllowed = isLate.getAsBoolean() ? 0 : stepsAllowed;
    }
    return steps > stepsAllowed;
  }

  /** Whether nothing is left to look for. */
  private boolean isOver() {
    return shorterThan <= SHORTEST || gaveUp();
  }

  /**
   * The shortest cycle of a class with fewer transactions than a number; null if none was found.
   *
   * @param decides whether a level's verdict depends on there being such a cycle
   */
  Cycle find(CycleClass wanted, CycleClass.Bond bond, int lessThan, boolean decides) {
    shortest = null;
    shorterThan = lessThan;
    steps = 0;
    nextLook = STEPS_PER_LOOK;
    stepsAllowed = decides ? stepsMax : Math.min(stepsMax, EXTRA_STEPS);
    if (bond == CycleClass.Bond.REALTIME) {
      findLate(wanted);
      return shortest;
    }
    boolean sessions = bond == CycleClass.Bond.PROCESS;
    boolean snapshots = wanted.rule() == Rule.SNAPSHOT_ISOLATION;
    Rule rule = sessions && snapshots ? Rule.SERIALIZABLE : wanted.rule();
    if (!part.isCyclic(rule, sessions)) {
      return null;
    }
    Components components = part.components(rule, sessions);
    int[] ranks = wanted == CycleClass.G_SINGLE && !sessions ? ranks() : null;
    int begins = sessions ? Graph.PO : wanted.begins();
    for (int from = 0; from < graph.transactions && !isOver(); from++) {
      for (int e = graph.first[from]; e < graph.first[from + 1]; e++) {
        int target = Graph.target(graph.edges[e]);
        int type = Graph.type(graph.edges[e]);
        if (type == begins
            && together(components, wanted, sessions, from, target)
            && (ranks == null || ranks[target] <= ranks[from])) {
          close(wanted, sessions, from, target, type, ranks);
        }
      }
    }
    return shortest;
  }

  /** By node: a number that does not fall along dependencies other than anti-dependencies. */
  private int[] ranks() {
    Components dependencies = part.components(Rule.WRITES_AND_READS, false);
    int[] ranks = new int[graph.nodes];
    Arrays.setAll(ranks, dependencies::of);
    return ranks;
  }

  private static boolean together(
      Components components, CycleClass wanted, boolean sessions, int from, int target) {
    boolean snapshots = !sessions && wanted.rule() == Rule.SNAPSHOT_ISOLATION;
    return snapshots
        ? components.of(from, Rule.SNAPSHOT) == components.of(target, Rule.COMMIT)
        : components.of(from) == components.of(target);
  }

  /** Looks for a path back to where an edge came from. */
  private void close(
      CycleClass wanted, boolean sessions, int from, int target, int type, int[] ranks) {
    int state = CycleClass.step(0, type);
    boolean rw = type == Graph.RW;
    if (!wanted.canBecome(state)) {
      return;
    }
    begin(target, state);
    int head = 0;
    // With the edge in front a path of d edges makes a cycle of d + 1 transactions.
    for (int depth = 1; head < tail && depth + 1 < shorterThan && !gaveUp(); depth++) {
      int level = tail;
      for (; head < level; head++) {
        int node = queue[head] / CycleClass.STATES;
        int here = queue[head] % CycleClass.STATES;
        for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
          steps++;
          int edge = graph.edges[e];
          int next = Graph.target(edge);
          int kind = Graph.type(edge);
          int then = CycleClass.step(here, kind);
          if ((kind == Graph.PO && !sessions)
              || !wanted.canBecome(then)
              || (ranks != null && ranks[next] > ranks[from])) {
            continue;
          }
          if (next == from) {
            if (wanted.accepts(then, rw) && isSimple(head, from)) {
              found(cycle(from, type, head, kind));
              return;
            }
            continue;
          }
          visit(next, then, head, kind);
        }
      }
    }
  }

  /** Looks for a path to somebody who was over before its beginning was called. */
  private void findLate(CycleClass wanted) {
    if (!part.contradictsTime(wanted.rule())) {
      return;
    }
    Components reach = part.components(wanted.rule(), false);
    for (int from = 0; from < graph.transactions && !isOver(); from++) {
      if (!reach.isLate(from)) {
        continue;
      }
      begin(from, 0);
      boolean found = false;
      int head = 0;
      for (int depth = 1; head < tail && depth + 1 < shorterThan && !found && !gaveUp(); depth++) {
        int level = tail;
        for (; head < level && !found; head++) {
          int node = queue[head] / CycleClass.STATES;
          int here = queue[head] % CycleClass.STATES;
          for (int e = graph.first[node]; e < graph.first[node + 1] && !found; e++) {
            steps++;
            int edge = graph.edges[e];
            int next = Graph.target(edge);
            int kind = Graph.type(edge);
            int then = CycleClass.step(here, kind);
            if (kind == Graph.PO || !wanted.canBecome(then) || !visit(next, then, head, kind)) {
              continue;
            }
            if (part.end(next) < part.start(from)
                && wanted.accepts(then, false)
                && isSimple(tail - 1, from)) {
              found(path(tail - 1, Cycle.REALTIME));
              found = true;
            }
          }
        }
      }
    }
  }

  private void found(Cycle cycle) {
    shortest = cycle;
    shorterThan = cycle.length();
    stepsAllowed = Math.min(stepsAllowed, steps + EXTRA_STEPS);
  }

  /** Begins a search. */
  private void begin(int node, int state) {
    if (++search == Integer.MAX_VALUE) {
      Arrays.fill(visited, 0);
      search = 1;
    }
    tail = 0;
    visit(node, state, -1, 0);
  }

  /** Takes note of a node and state; false if the search has been there. */
  private boolean visit(int node, int state, int parent, int type) {
    int place = node * CycleClass.STATES + state;
    if (visited[place] == search) {
      return false;
    }
    visited[place] = search;
    if (tail == queue.length) {
      queue = Arrays.copyOf(queue, tail * 2);
      parents = Arrays.copyOf(parents, tail * 2);
      types = Arrays.copyOf(types, tail * 2);
    }
    queue[tail] = place;
    parents[tail] = parent;
    types[tail++] = (byte) type;
    return true;
  }

  /** Whether a path comes to no transaction twice, nor to where the edge before it came from. */
  private boolean isSimple(int entry, int from) {
    for (int i = entry; i >= 0; i = parents[i]) {
      int node = queue[i] / CycleClass.STATES;
      if (node == from && parents[i] >= 0) {
        return false;
      }
      for (int j = parents[i]; j >= 0; j = parents[j]) {
        if (queue[j] / CycleClass.STATES == node) {
          return false;
        }
      }
    }
    return true;
  }

  /** An edge, the path behind it, and the edge back. */
  private Cycle cycle(int from, int type, int entry, int backType) {
    Cycle path = path(entry, backType);
    int n = path.length();
    int[] members = new int[n + 1];
    int[] kinds = new int[n + 1];
    members[0] = part.members[from];
    kinds[0] = type;
    System.arraycopy(path.members(), 0, members, 1, n);
    System.arraycopy(path.types(), 0, kinds, 1, n);
    return new Cycle(members, kinds);
  }

  /** The transactions of a path, and the type of the edge that leads from its end. */
  private Cycle path(int entry, int lastType) {
    int count = 0;
    for (int i = entry; i >= 0; i = parents[i]) {
      count++;
    }
    int[] members = new int[count];
    int[] kinds = new int[count];
    int type = lastType;
    for (int i = entry; i >= 0; i = parents[i]) {
      members[--count] = part.members[queue[i] / CycleClass.STATES];
      kinds[count] = type;
      type = types[i];
    }
    return new Cycle(members, kinds);
  }
}
