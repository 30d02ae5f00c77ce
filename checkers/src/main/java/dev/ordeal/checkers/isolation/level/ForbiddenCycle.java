package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.solver.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a cycle that a rule forbids, where components say that there is one: a walk under the rule
 * back to where it began, or to what was over before its beginning was called.
 *
 * <p>{@link CycleSearch} looks for the shortest cycle of each class, which the rule need not
 * forbid, and may run out of steps. Here walks are breadth first from a few beginnings, and each is
 * linear, so that no level is ruled out without a cycle that shows it.
 */
final class ForbiddenCycle {
  /** How many edges are followed before a cycle that is known is short enough. */
  private static final long STEPS_ENOUGH = 1_000_000;

  private final Graph graph;
  private final int[] members;
  private final Rule rule;
  private final boolean sessions;
  private final Components components;

  /** By node and state: the entry of the queue that it was come to by; -1 if it was not. */
  private final int[] entry;

  private final Ints touched = new Ints();
  private int[] queue = new int[64];
  private int[] parents = new int[64];
  private byte[] types = new byte[64];
  private int tail;
  private long steps;
  private List<Step> shortest;

  /** A transaction in a state, and the edge that leads on from it. */
  private record Step(int node, int state, int type) {}

  /**
   * A search.
   *
   * @param members the history's number of each of the graph's transactions
   * @param components of the graph under the rule
   */
  ForbiddenCycle(Graph graph, int[] members, Rule rule, boolean sessions, Components components) {
    this.graph = graph;
    this.members = members;
    this.rule = rule;
    this.sessions = sessions;
    this.components = components;
    entry = new int[graph.nodes * 2];
    Arrays.fill(entry, -1);
  }

  /** A cycle of what depends on what, and of sessions where they count; null if there is none. */
  Cycle find() {
    for (int node = 0; node < graph.transactions && !isEnough(); node++) {
      for (int state = Rule.SNAPSHOT; state < rule.states(); state++) {
        for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
          int next = rule.after(state, Graph.type(graph.edges[e]), sessions);
          int target = Graph.target(graph.edges[e]);
          if (next >= 0 && components.of(target, next) == components.of(node, state)) {
            walk(node, state, node, state);
            break;
          }
        }
      }
    }
    return shortest == null ? null : cycle(simple(shortest));
  }

  /**
   * A cycle that real time closes; null if there is none.
   *
   * @param times in which the components look
   */
  Cycle findLate(Components.Times times) {
    for (int node = 0; node < graph.transactions && !isEnough(); node++) {
      if (components.isLate(node)) {
        begin(node, Rule.SNAPSHOT);
        for (int head = 0; head < tail; head++) {
          int at = queue[head] >> 1;
          if (!graph.isRelay(at) && at != node && times.end(at) < times.start(node)) {
            keep(way(head, Cycle.REALTIME));
            break;
          }
          follow(head, -1);
        }
      }
    }
    return shortest == null ? null : cycle(simple(shortest));
  }

  private boolean isEnough() {
    return shortest != null && (shortest.size() <= 2 || steps > STEPS_ENOUGH);
  }

  /** Walks within a component until it is back. */
  private void walk(int node, int state, int goal, int goalState) {
    begin(node, state);
    int component = components.of(node, state);
    for (int head = 0; head < tail; head++) {
      int here = queue[head];
      for (int e = graph.first[here >> 1]; e < graph.first[(here >> 1) + 1]; e++) {
        int type = Graph.type(graph.edges[e]);
        int next = rule.after(here & 1, type, sessions);
        if (next == goalState && Graph.target(graph.edges[e]) == goal) {
          keep(way(head, type));
          return;
        }
      }
      follow(head, component);
    }
  }

  private void begin(int node, int state) {
    for (int i = 0; i < touched.size(); i++) {
      entry[touched.get(i)] = -1;
    }
    touched.truncate(0);
    tail = 0;
    visit(2 * node + state, -1, Graph.RELAY);
  }

  /** Goes on along all edges, within a component if one is given. */
  private void follow(int head, int component) {
    int here = queue[head];
    for (int e = graph.first[here >> 1]; e < graph.first[(here >> 1) + 1]; e++) {
      steps++;
      int type = Graph.type(graph.edges[e]);
      int target = Graph.target(graph.edges[e]);
      int next = rule.after(here & 1, type, sessions);
      if (next >= 0 && (component < 0 || components.of(target, next) == component)) {
        visit(2 * target + next, head, type);
      }
    }
  }

  private void visit(int place, int parent, int type) {
    if (entry[place] >= 0) {
      return;
    }
    if (tail == queue.length) {
      queue = Arrays.copyOf(queue, tail * 2);
      parents = Arrays.copyOf(parents, tail * 2);
      types = Arrays.copyOf(types, tail * 2);
    }
    entry[place] = tail;
    touched.add(place);
    queue[tail] = place;
    parents[tail] = parent;
    types[tail++] = (byte) type;
  }

  /** The transactions on the way to an entry; relays pass on how they were come to. */
  private List<Step> way(int last, int lastType) {
    List<Step> way = new ArrayList<>();
    int type = lastType;
    for (int at = last; at >= 0; at = parents[at]) {
      if (!graph.isRelay(queue[at] >> 1)) {
        way.addFirst(new Step(queue[at] >> 1, queue[at] & 1, type));
      }
      type = types[at];
    }
    return way;
  }

  private void keep(List<Step> way) {
    if (shortest == null || way.size() < shortest.size()) {
      shortest = way;
    }
  }

  /**
   * A walk that comes to no transaction twice. A transaction at its snapshot can go wherever it
   * could go from its commit, so one that is come to in both states is a short cut, or a shorter
   * cycle.
   */
  private static List<Step> simple(List<Step> walk) {
    List<Step> simple = new ArrayList<>();
    Map<Integer, Integer> places = new HashMap<>();
    for (Step step : walk) {
      Step next = step;
      Integer before = places.get(step.node());
      if (before != null && simple.get(before).state() == Rule.COMMIT) {
        return simple.subList(before, simple.size());
      }
      if (before != null) {
        List<Step> around = simple.subList(before, simple.size());
        around.forEach(left -> places.remove(left.node()));
        around.clear();
        next = new Step(step.node(), Rule.SNAPSHOT, step.type());
      }
      places.put(next.node(), simple.size());
      simple.add(next);
    }
    return simple;
  }

  private Cycle cycle(List<Step> walk) {
    return new Cycle(
        walk.stream().mapToInt(step -> members[step.node()]).toArray(),
        walk.stream().mapToInt(Step::type).toArray());
  }

  /** Whether a rule forbids a cycle of what depends on what. */
  static boolean isOf(Rule rule, Cycle cycle) {
    int state = Rule.SNAPSHOT;
    // The second round begins in the state in which the first one ended.
    for (int i = 0; i < 2 * cycle.length() && state >= 0; i++) {
      state = rule.after(state, cycle.types()[i % cycle.length()], false);
    }
    return state >= 0;
  }
}
