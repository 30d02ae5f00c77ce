package dev.ordeal.checkers.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinkedEdgesTest {
  private static final int NODES = 50;

  private record Edge(int source, int target, int label, int tag) {}

  /** More edges than fit one chunk, which come and go, against a plain table of them. */
  @Test
  void holdsWhatWasAddedAndNotRemoved() {
    SplittableRandom random = new SplittableRandom(1);
    LinkedEdges edges = new LinkedEdges(NODES);
    Map<Integer, Edge> there = new HashMap<>();
    List<Integer> numbers = new ArrayList<>();
    for (int step = 0; step < 30_000; step++) {
      if (!numbers.isEmpty() && random.nextInt(4) == 0) {
        int place = random.nextInt(numbers.size());
        int gone = numbers.set(place, numbers.getLast());
        numbers.removeLast();
        there.remove(gone);
        edges.remove(gone);
      } else {
        Edge edge = new Edge(random.nextInt(NODES), random.nextInt(NODES), step, ~step);
        int number = edges.add(edge.source(), edge.target(), edge.label());
        edges.setTag(number, edge.tag());
        assertThat(there.put(number, edge)).isNull();
        numbers.add(number);
      }
    }
    assertThat(there.size()).isGreaterThan(3 * 4096);
    Map<Integer, Edge> out = new HashMap<>();
    Map<Integer, Edge> in = new HashMap<>();
    for (int node = 0; node < NODES; node++) {
      for (int e = edges.firstOut(node); e != LinkedEdges.NO; e = edges.nextOut(e)) {
        assertThat(edges.source(e)).isEqualTo(node);
        out.put(e, new Edge(node, edges.target(e), edges.label(e), edges.tag(e)));
      }
      for (int e = edges.firstIn(node); e != LinkedEdges.NO; e = edges.nextIn(e)) {
        assertThat(edges.target(e)).isEqualTo(node);
        in.put(e, new Edge(edges.source(e), node, edges.label(e), edges.tag(e)));
      }
    }
    assertThat(out).isEqualTo(there);
    assertThat(in).isEqualTo(there);
  }
}
