package dev.ordeal.targets.maelstrom.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is whose neighbour. */
class TopologyTest {
  private static List<String> nodes(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> "n" + i).toList();
  }

  @Test
  void shapes() {
    assertThat(Topology.LINE.of(nodes(3)))
        .isEqualTo(Map.of("n1", List.of("n2"), "n2", List.of("n1", "n3"), "n3", List.of("n2")));
    assertThat(Topology.GRID.of(nodes(4)).get("n1")).containsExactly("n2", "n3");
    assertThat(Topology.TOTAL.of(nodes(4)).get("n2")).containsExactly("n1", "n3", "n4");
    assertThat(Topology.TREE.of(nodes(5)).get("n2")).containsExactly("n1", "n4", "n5");
  }

  /** Everybody can be reached from everybody, and neighbours know each other. */
  @ParameterizedTest
  @EnumSource(Topology.class)
  void allAreConnected(Topology topology) {
    for (int count = 1; count <= 13; count++) {
      Map<String, List<String>> neighbours = topology.of(nodes(count));
      neighbours.forEach(
          (node, others) ->
              assertThat(others)
                  .doesNotContain(node)
                  .allMatch(other -> neighbours.get(other).contains(node)));
      Set<String> reached = new HashSet<>(Set.of("n1"));
      Deque<String> open = new ArrayDeque<>(reached);
      while (!open.isEmpty()) {
        for (String next : neighbours.get(open.poll())) {
          if (reached.add(next)) {
            open.add(next);
          }
        }
      }
      assertThat(reached).hasSize(count);
    }
  }
}
