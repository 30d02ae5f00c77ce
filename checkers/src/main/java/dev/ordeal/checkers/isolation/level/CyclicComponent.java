package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.transaction.RealTime;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.solver.Ints;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/**
 * Some transactions that come to each other through dependencies, order of processes and real time:
 * every cycle of a history lies in one such part.
 */
final class CyclicComponent implements Components.Times {
  final Graph graph;

  /** The history's numbers of the part's transactions. */
  final int[] members;

  /** How many edges {@link #direct} may have. */
  private static final int EDGES_MAX = 30_000_000;

  /** Above so many transactions components are not kept, for the sake of memory. */
  private static final int KEPT_MAX = 2_000_000;

  private record Walk(Rule rule, boolean sessions) {}

  private final Transactions transactions;
  private final Budget passes;
  private final Map<Walk, Components> components = new ConcurrentHashMap<>();
  private final Map<Walk, Boolean> cyclic = new ConcurrentHashMap<>();
  private final Map<Rule, Boolean> late = new ConcurrentHashMap<>();
  private Graph direct;
  private SnapshotCommitGraph dependencies;
  private int[] dependencyOrder;

  private CyclicComponent(Transactions transactions, Graph graph, int[] members, Budget passes) {
    this.passes = passes;
    this.transactions = transactions;
    this.graph = graph;
    this.members = members;
  }

  /**
   * By part: what is left of some groups in it, by the part's numbers, where that is more than one.
   *
   * @param groups the history's numbers of their members, rising
   */
  static List<List<int[]>> groups(
      List<CyclicComponent> parts, int transactions, List<int[]> groups) {
    int[] partOf = new int[transactions];
    Arrays.fill(partOf, -1);
    List<List<int[]>> byPart = new ArrayList<>();
    for (int p = 0; p < parts.size(); p++) {
      for (int member : parts.get(p).members) {
        partOf[member] = p;
      }
      byPart.add(new ArrayList<>());
    }
    for (int[] group : groups) {
      Map<Integer, Ints> here = new HashMap<>();
      for (int t : group) {
        if (partOf[t] >= 0) {
          here.computeIfAbsent(partOf[t], p -> new Ints()).add(parts.get(partOf[t]).local(t));
        }
      }
      here.forEach(
          (p, some) -> {
            if (some.size() > 1) {
              byPart.get(p).add(some.toArray());
            }
          });
    }
    return byPart;
  }

  /** The part's number of one of its transactions; negative for others. */
  int local(int member) {
    return Arrays.binarySearch(members, member);
  }

  @Override
  public int start(int node) {
    return transactions.start(members[node]);
  }

  @Override
  public int end(int node) {
    return transactions.end(members[node]);
  }

  /**
   * The components under a rule, kept for who asks next; with what walks come to in time, but for
   * those along sessions.
   */
  Components components(Rule rule, boolean sessions) {
    return members.length > KEPT_MAX
        ? new Components(graph, rule, sessions, sessions ? null : this, passes)
        : components.computeIfAbsent(
            new Walk(rule, sessions),
            walk -> new Components(graph, rule, sessions, sessions ? null : this, passes));
  }

  /** Whether some walk under a rule comes back to where it began. */
  boolean isCyclic(Rule rule, boolean sessions) {
    // Most often only what is stronger than snapshot isolation is violated.
    boolean mayBe =
        rule.compareTo(Rule.SNAPSHOT_ISOLATION) >= 0 || isCyclic(Rule.SNAPSHOT_ISOLATION, true);
    return mayBe
        && cyclic.computeIfAbsent(
            new Walk(rule, sessions), walk -> components(rule, sessions).isCyclic());
  }

  /** Whether some walk under a rule comes to what was over before its beginning was called. */
  boolean contradictsTime(Rule rule) {
    boolean mayDo =
        rule.compareTo(Rule.SNAPSHOT_ISOLATION) >= 0 || contradictsTime(Rule.SNAPSHOT_ISOLATION);
    return mayDo && late.computeIfAbsent(rule, some -> components(rule, false).contradictsTime());
  }

  /** Dependencies without anti-dependencies. */
  SnapshotCommitGraph dependencies() {
    if (dependencies == null) {
      passes.check();
      dependencies = SnapshotCommitGraph.dependencies(this);
    }
    return dependencies;
  }

  /**
   * Its nodes in an order that fits those, early ends first; empty if they contradict each other.
   */
  int[] dependencyOrder() {
    if (dependencyOrder == null) {
      passes.check();
      dependencyOrder = dependencies().order();
    }
    return dependencyOrder;
  }

  /**
   * Its nodes in an order that fits dependencies without anti-dependencies, and sessions; empty if
   * they contradict each other.
   */
  int[] sessionOrder() {
    return SnapshotCommitGraph.dependencies(this, true).order();
  }

  /** The graph with edges for all paths through relays; some are left out if they are too many. */
  Graph direct() {
    if (direct == null) {
      Graph.Builder builder = new Graph.Builder(members.length, graph.edgeCount());
      int[] seen = new int[graph.nodes];
      Deque<Integer> relays = new ArrayDeque<>();
      for (int node = 0; node < members.length; node++) {
        passes.look(node);
        for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
          int type = Graph.type(graph.edges[e]);
          int target = Graph.target(graph.edges[e]);
          if (!graph.isRelay(target)) {
            builder.add(node, target, type);
            continue;
          }
          relays.add(target);
          while (!relays.isEmpty() && builder.size() < EDGES_MAX) {
            int relay = relays.remove();
            for (int f = graph.first[relay]; f < graph.first[relay + 1]; f++) {
              int behind = Graph.target(graph.edges[f]);
              if (!graph.isRelay(behind)) {
                builder.add(node, behind, type);
              } else if (seen[behind] != e + 1) {
                seen[behind] = e + 1;
                relays.add(behind);
              }
            }
          }
          relays.clear();
        }
      }
      direct = builder.build();
    }
    return direct;
  }

  /**
   * The parts of a history, the smallest first; none if nothing contradicts anything.
   *
   * @param passes how long may be spent on that, and on each pass over a part
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes longer
   */
  static List<CyclicComponent> of(
      Transactions transactions, Graph graph, boolean[] committed, Budget passes) {
    Components components =
        new Components(
            withTime(transactions, graph, committed, passes),
            Rule.SERIALIZABLE,
            true,
            null,
            passes);
    int[] sizes = new int[components.numbers()];
    for (int node = 0; node < graph.transactions; node++) {
      sizes[components.of(node)]++;
    }
    int[] partOf = new int[sizes.length];
    Arrays.fill(partOf, -1);
    List<Ints> parts = new ArrayList<>();
    for (int node = 0; node < graph.nodes; node++) {
      int component = components.of(node);
      if (sizes[component] < 2) {
        continue;
      }
      if (partOf[component] < 0) {
        partOf[component] = parts.size();
        parts.add(new Ints());
      }
      parts.get(partOf[component]).add(node);
    }
    parts.sort((a, b) -> Integer.compare(a.size(), b.size()));
    int[] local = new int[graph.nodes];
    return parts.stream()
        .map(
            some -> part(transactions, graph, committed, components, local, some.toArray(), passes))
        .toList();
  }

  private static CyclicComponent part(
      Transactions transactions,
      Graph graph,
      boolean[] committed,
      Components components,
      int[] local,
      int[] nodes,
      Budget passes) {
    // Relays have the highest numbers of all, so they come last.
    int count = nodes.length;
    while (graph.isRelay(nodes[count - 1])) {
      count--;
    }
    int[] members = Arrays.copyOf(nodes, count);
    Graph.Builder builder = new Graph.Builder(count, 4 * count);
    for (int i = 0; i < nodes.length; i++) {
      local[nodes[i]] = i < count ? i : builder.relay();
    }
    int component = components.of(nodes[0]);
    for (int i = 0; i < nodes.length; i++) {
      passes.look(i);
      int node = nodes[i];
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        int target = Graph.target(graph.edges[e]);
        if (components.of(target) == component) {
          builder.add(local[node], local[target], Graph.type(graph.edges[e]));
        }
      }
    }
    addProcesses(transactions, committed, members, builder);
    return new CyclicComponent(transactions, builder.build(), members, passes);
  }

  /** Edges from each of some transactions to its process' next one of them. */
  private static void addProcesses(
      Transactions transactions, boolean[] committed, int[] members, Graph.Builder builder) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < members.length; i++) {
      if (committed[members[i]]) {
        Integer before = last.put(transactions.process(members[i]), i);
        if (before != null) {
          builder.add(before, i, Graph.PO);
        }
      }
    }
  }

  /** The graph with real time, in which is the order of processes. */
  private static Graph withTime(
      Transactions transactions, Graph graph, boolean[] committed, Budget passes) {
    int[] inOrder = IntStream.range(0, committed.length).filter(t -> committed[t]).toArray();
    Graph.Builder builder =
        new Graph.Builder(graph.transactions, graph.edgeCount() + 3 * inOrder.length);
    for (int relay = graph.transactions; relay < graph.nodes; relay++) {
      builder.relay();
    }
    for (int node = 0; node < graph.nodes; node++) {
      passes.look(node);
      for (int e = graph.first[node]; e < graph.first[node + 1]; e++) {
        builder.add(node, Graph.target(graph.edges[e]), Graph.type(graph.edges[e]));
      }
    }
    passes.check();
    RealTime time = new RealTime(transactions, inOrder);
    int chain = builder.nextRelay();
    for (int i = 0; i < time.relays(); i++) {
      builder.relay();
    }
    time.tell(chain, i -> inOrder[i], i -> inOrder[i], builder);
    return builder.build();
  }

  /** The real time of its transactions. */
  RealTime time() {
    return new RealTime(transactions, members);
  }
}
