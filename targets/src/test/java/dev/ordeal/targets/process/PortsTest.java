package dev.ordeal.targets.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.targets.TargetException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("a process that others start meanwhile holds this one's ports until it has closed them")
class PortsTest {
  /** Far from those of the runs that other tests make meanwhile, which are small. */
  private static final long SEED = 311;

  /** More than a block of them each, and nobody listens on any. */
  private static List<Integer> take(Ports ports) throws TargetException {
    List<Integer> taken = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      taken.add(ports.take());
    }
    return taken;
  }

  @Test
  void twoThatStartAtTheSamePlaceShareNone() throws TargetException {
    try (Ports one = new Ports(SEED);
        Ports other = new Ports(SEED)) {
      List<Integer> both = take(one);
      both.addAll(take(other));
      assertThat(both).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatOneGaveBackAnotherCanHave() throws TargetException {
    List<Integer> first;
    try (Ports one = new Ports(SEED)) {
      first = take(one);
    }
    try (Ports other = new Ports(SEED)) {
      assertThat(take(other)).isEqualTo(first);
    }
  }
}
