package dev.ordeal.checkers.solver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeapTest {
  @Test
  void takesTheLeastFirst() {
    Random random = new Random(1);
    Heap heap = new Heap();
    PriorityQueue<Long> expected = new PriorityQueue<>();
    for (int i = 0; i < 10_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) < 3) {
        long element = random.nextInt(500) - 250L;
        heap.add(element);
        expected.add(element);
      } else {
        assertEquals(expected.remove(), heap.least());
        heap.removeLeast();
      }
      assertEquals(expected.isEmpty(), heap.isEmpty());
    }
    while (!expected.isEmpty()) {
      assertEquals(expected.remove(), heap.least());
      heap.removeLeast();
    }
    assertTrue(heap.isEmpty());
  }
}
