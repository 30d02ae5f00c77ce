package dev.ordeal.checkers.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order must fit all edges at all times, and only what closes a cycle may be refused. */
class DynamicTopologicalOrderTest {
  private static final int GRAPHS = 5_000;
  private static final int STEPS = 40;

  private record Edge(int from, int to) {}

  @Test
  void fitsWhatComesAndGoes() {
    int refused = 0;
    int moved = 0;
    for (long seed = 0; seed < GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int nodes = 2 + random.nextInt(10);
      List<Edge> fixed = new ArrayList<>();
      for (int i = random.nextInt(nodes); i > 0; i--) {
        int from = random.nextInt(nodes - 1);
        fixed.add(new Edge(from, from + 1 + random.nextInt(nodes - from - 1)));
      }
      int[] lowest = {nodes};
      DynamicTopologicalOrder order = order(nodes, fixed, lowest);
      Map<Integer, Edge> live = new HashMap<>();
      for (int step = 0; step < STEPS; step++) {
        if (random.nextInt(3) == 0 && !live.isEmpty()) {
          int number = live.keySet().stream().skip(random.nextInt(live.size())).findFirst().get();
          order.remove(number);
          live.remove(number);
          continue;
        }
        Edge edge = new Edge(random.nextInt(nodes), random.nextInt(nodes));
        List<Edge> all = new ArrayList<>(fixed);
        all.addAll(live.values());
        boolean closes = leads(all, edge.to(), edge.from());
        int[] before = IntStream.range(0, nodes).map(order::nodeAt).toArray();
        lowest[0] = nodes;
        int number = order.add(edge.from(), edge.to(), step);
        assertThat(number == DynamicTopologicalOrder.CYCLE)
            .as("seed %d step %d", seed, step)
            .isEqualTo(closes);
        if (closes) {
          refused++;
          assertThat(order.cycleLabels()).contains(step);
          assertThat(order.cycleNodes()).contains(edge.from(), edge.to());
        } else {
          live.put(number, edge);
          all.add(edge);
        }
        for (Edge some : closes ? fixed : all) {
          assertThat(order.position(some.from())).isLessThan(order.position(some.to()));
        }
        for (int place = 0; place < nodes; place++) {
          assertThat(order.position(order.nodeAt(place))).isEqualTo(place);
          boolean stays = order.nodeAt(place) == before[place];
          moved += stays ? 0 : 1;
          assertThat(stays || place >= lowest[0]).isTrue();
        }
      }
    }
    assertThat(refused).isGreaterThan(GRAPHS);
    assertThat(moved).isGreaterThan(GRAPHS);
  }

  private static DynamicTopologicalOrder order(int nodes, List<Edge> fixed, int[] lowest) {
    int[] first = new int[nodes + 1];
    int[] targets = new int[fixed.size()];
    int count = 0;
    for (int node = 0; node < nodes; node++) {
      for (Edge edge : fixed) {
        if (edge.from() == node) {
          targets[count++] = edge.to();
        }
      }
      first[node + 1] = count;
    }
    return new DynamicTopologicalOrder(
        first, targets, IntStream.range(0, nodes).toArray(), place -> lowest[0] = place);
  }

  private static boolean leads(List<Edge> edges, int from, int to) {
    List<Integer> reached = new ArrayList<>(List.of(from));
    for (int i = 0; i < reached.size(); i++) {
      for (Edge edge : edges) {
        if (edge.from() == reached.get(i) && !reached.contains(edge.to())) {
          reached.add(edge.to());
        }
      }
    }
    return reached.contains(to);
  }
}
