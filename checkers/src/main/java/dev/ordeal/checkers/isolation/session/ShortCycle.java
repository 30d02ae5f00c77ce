package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * A short cycle of a graph without relays: the shortest of those through its first edges that are
 * no steps along a session, where consecutive ones count as one.
 */
final class ShortCycle {
  /** How many edges are looked back from. */
  private static final int TRIES = 64;

  private static final int NOBODY = -1;

  private final Graph graph;
  private final Components components;

  /** By node: the one before it on a shortest way, the type of that step, and in which search. */
  private final int[] before;

  private final int[] typeBefore;
  private final int[] search;
  private int searches;
  private final int[] queue;

  /** Prepares for a graph that has a cycle, of which the components are known. */
  ShortCycle(Graph graph, Components components) {
    this.graph = graph;
    this.components = components;
    before = new int[graph.nodes];
    typeBefore = new int[graph.nodes];
    search = new int[graph.nodes];
    queue = new int[graph.nodes];
  }

  /** The cycle's steps, each from where the one before led; the last one leads to the first. */
  List<Graph.Step> steps() {
    List<Graph.Step> shortest = null;
    for (int from = 0; from < graph.nodes && searches < TRIES; from++) {
      for (int e = graph.first[from]; e < graph.first[from + 1] && searches < TRIES; e++) {
        int to = Graph.target(graph.edges[e]);
        int type = Graph.type(graph.edges[e]);
        if (type == Graph.PO || components.of(from) != components.of(to)) {
          continue;
        }
        List<Graph.Step> cycle = new ArrayList<>(List.of(new Graph.Step(from, to, type)));
        back(to, from, cycle);
        shortest = shortest == null || cycle.size() < shortest.size() ? cycle : shortest;
      }
    }
    if (shortest == null) {
      throw new IllegalStateException("a session cannot come before itself");
    }
    return shortest;
  }

  /** Adds the steps of a shortest way from one node to another of its component. */
  private void back(int from, int to, List<Graph.Step> cycle) {
    searches++;
    search[from] = searches;
    before[from] = NOBODY;
    int tail = 0;
    queue[tail++] = from;
    for (int head = 0; search[to] != searches; head++) {
      int node = queue[head];
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        int next = Graph.target(graph.edges[e]);
        if (search[next] != searches && components.of(next) == components.of(to)) {
          search[next] = searches;
          before[next] = node;
          typeBefore[next] = Graph.type(graph.edges[e]);
          queue[tail++] = next;
        }
      }
    }
    List<Graph.Step> way = new ArrayList<>();
    int node = to;
    while (node != from) {
      int begin = before[node];
      int type = typeBefore[node];
      while (type == Graph.PO && begin != from && typeBefore[begin] == Graph.PO) {
        begin = before[begin];
      }
      way.add(new Graph.Step(begin, node, type));
      node = begin;
    }
    cycle.addAll(way.reversed());
  }
}
