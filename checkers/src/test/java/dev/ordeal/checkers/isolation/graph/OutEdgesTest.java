package dev.ordeal.checkers.isolation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutEdgesTest {
  private static final int NODES = 1000;

  /** As many numbers as make several slices, told out of the order of their sources. */
  @Test
  void areInTheOrderOfTheirNumbers() {
    int numbers = 100_000;
    OutEdges edges =
        OutEdges.told(
            NODES,
            numbers,
            (from, to, sink) -> {
              for (int i = from; i < to; i++) {
                if (i % 7 != 0) {
                  sink.add(i * 31 % NODES, i);
                }
              }
            });
    int[][] expected = new int[NODES][0];
    for (int i = 0; i < numbers; i++) {
      if (i % 7 != 0) {
        int[] before = expected[i * 31 % NODES];
        expected[i * 31 % NODES] = Arrays.copyOf(before, before.length + 1);
        expected[i * 31 % NODES][before.length] = i;
      }
    }
    for (int node = 0; node < NODES; node++) {
      assertThat(Arrays.copyOfRange(edges.targets(), edges.first()[node], edges.first()[node + 1]))
          .isEqualTo(expected[node]);
    }
    assertThat(edges.first()).hasSize(NODES + 1);
  }
}
