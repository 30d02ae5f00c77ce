package dev.ordeal.checkers.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void takesTheLeastFirst() {
    SplittableRandom random = new SplittableRandom(1);
    Heap heap = new Heap();
    PriorityQueue<Long> expected = new PriorityQueue<>();
    for (int i = 0; i < 10_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) < 3) {
        long element = random.nextInt(500) - 250L;
        heap.add(element);
        expected.add(element);
      } else {
        takeFromBoth(heap, expected);
      }
      assertThat(heap.isEmpty()).isEqualTo(expected.isEmpty());
    }
    while (!expected.isEmpty()) {
      takeFromBoth(heap, expected);
    }
    assertThat(heap.isEmpty()).isTrue();
  }

  private static void takeFromBoth(Heap heap, PriorityQueue<Long> expected) {
    assertThat(heap.least()).isEqualTo(expected.remove());
    heap.removeLeast();
  }
}
