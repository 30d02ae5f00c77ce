package dev.ordeal.checkers.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.sequential.Saturation.Edge;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What saturation says must hold in the history, down to what the history shows by itself. */
class SaturationTest {
  private static final Budget BUDGET = Budget.of(Duration.ofHours(1));

  private Registers registers;
  private Saturation saturation;

  @Test
  void everyStepFollows() {
    int cycles = 0;
    for (long seed = 0; seed < 20_000; seed++) {
      History history = SequentialOracleTest.shuffled(seed);
      Optional<Registers> found = Registers.of(history, Value.NIL);
      if (found.isEmpty() || !found.get().problem().isEmpty()) {
        continue;
      }
      registers = found.get();
      saturation = new Saturation(registers);
      List<Edge> cycle = saturation.run(BUDGET);
      if (!cycle.isEmpty()) {
        cycles++;
        assertThat(cycle.getLast().after()).isEqualTo(cycle.getFirst().before());
        assertWay(cycle, cycle.getFirst().before(), cycle.getLast().after());
      }
    }
    assertThat(cycles).isGreaterThan(1000);
  }

  private void assertWay(List<Edge> way, int from, int to) {
    int at = from;
    for (Edge edge : way) {
      assertThat(edge.before()).isEqualTo(at);
      assertStep(edge);
      at = edge.after();
    }
    assertThat(at).isEqualTo(to);
  }

  private void assertStep(Edge edge) {
    int before = edge.before();
    int after = edge.after();
    List<Edge> premise = saturation.premise(edge);
    switch (edge.reason()) {
      case PROCESS -> {
        assertThat(registers.process[before]).isEqualTo(registers.process[after]);
        assertThat(registers.place[before]).isLessThan(registers.place[after]);
      }
      case SAW -> assertThat(registers.source[after]).isEqualTo(before);
      case INITIAL -> {
        assertThat(registers.reads[before] && registers.writes[after]).isTrue();
        assertThat(registers.source[before]).isEqualTo(Registers.NONE);
        assertThat(registers.key[before]).isEqualTo(registers.key[after]);
      }
      case PASSED -> {
        assertThat(registers.writes[before] && before != after).isTrue();
        assertThat(registers.source[edge.by()]).isEqualTo(after);
        assertThat(registers.key[before]).isEqualTo(registers.key[after]);
        assertWay(premise, before, edge.by());
      }
      case REPLACED -> {
        assertThat(registers.writes[after] && after != edge.by()).isTrue();
        assertThat(registers.source[before]).isEqualTo(edge.by());
        assertThat(registers.key[before]).isEqualTo(registers.key[after]);
        assertWay(premise, edge.by(), after);
      }
    }
    assertThat(premise).allSatisfy(step -> assertThat(step.number()).isLessThan(edge.number()));
  }
}
