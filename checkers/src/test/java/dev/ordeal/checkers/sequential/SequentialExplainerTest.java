package dev.ordeal.checkers.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SequentialExplainerTest {
  private final List<Event> events = new ArrayList<>();

  private void call(int process, String function, String key, Value value) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      Value name = key.isEmpty() ? Value.NIL : Value.of(key);
      events.add(new Event(at, at, process, type, function, name, value, ""));
    }
  }

  private void write(int process, String key, int value) {
    call(process, "write", key, Value.of(value));
  }

  private void read(int process, String key, int value) {
    call(process, "read", key, Value.of(value));
  }

  private Anomaly told() {
    return new SequentialChecker(Value.NIL)
        .check(History.of(events), Budget.of(Duration.ofMinutes(1)))
        .anomalies()
        .getFirst();
  }

  private static List<String> kinds(Anomaly anomaly) {
    return anomaly.cycle().stream().map(Precedence::kind).sorted().toList();
  }

  @Test
  void stepsOfOneProcessAreOne() {
    write(0, "", 1);
    write(0, "", 2);
    read(1, "", 2);
    read(1, "", 2);
    read(1, "", 1);
    Anomaly told = told();
    assertThat(told.story())
        .contains(
            "Process 1 called #4 before #8",
            "#8 read 1, which #0 wrote before #2 wrote 2",
            "#4 read 2, which #2 wrote",
            "would have to come before itself.");
    assertThat(kinds(told)).containsExactly("process", "rw", "wr");
    assertThat(told.witness()).extracting(op -> op.invocation().index()).contains(0L);
  }

  @Test
  void whatWasNotSeenIsTold() {
    write(0, "x", 1);
    call(0, "read", "y", Value.NIL);
    write(1, "y", 1);
    call(1, "read", "x", Value.NIL);
    Anomaly told = told();
    assertThat(told.story())
        .contains(
            "Process 0 called #0 before #2",
            "#2 read y = nil, the initial value, before #4 wrote 1",
            "Process 1 called #4 before #6",
            "#6 read x = nil, the initial value, before #0 wrote 1");
    assertThat(kinds(told)).containsExactly("process", "process", "rw", "rw");
  }

  @Test
  void whatAStepFollowsFromIsTold() {
    write(0, "", 1);
    write(1, "", 2);
    read(1, "", 1);
    read(0, "", 2);
    Anomaly told = told();
    assertThat(told.story())
        .contains(
            "Process 1 called #2 before #4",
            "#6 read 2 of #2, although #0 had written 1 by then, so #0 came before #2. #4 read 1,"
                + " which #0 wrote before #2 wrote 2, so #4 came before #2.");
    assertThat(kinds(told)).containsExactly("process", "rw");
    assertThat(told.witness()).hasSize(4);
  }

  @Test
  void whatIsLeftOutIsSaid() {
    write(0, "", 1);
    write(1, "", 2);
    read(1, "", 1);
    read(0, "", 2);
    Registers registers = Registers.of(History.of(events), Value.NIL).orElseThrow();
    Saturation saturation = new Saturation(registers);
    List<Saturation.Edge> cycle = saturation.run(Budget.of(Duration.ofMinutes(1)));
    assertThat(new SequentialExplainer(registers, saturation, 1).tell(cycle).story())
        .endsWith("would have to come before itself.");
    assertThat(new SequentialExplainer(registers, saturation, 0).tell(cycle).story())
        .doesNotContain("#0 came before #2")
        .endsWith("Of the steps from which these follow only 0 are told.");
  }

  @Test
  void whoToldAProcessOfAWriteIsTold() {
    write(0, "x", 1);
    write(1, "x", 2);
    write(1, "y", 1);
    read(2, "y", 1);
    read(2, "x", 1);
    read(3, "x", 1);
    read(3, "x", 2);
    Anomaly told = told();
    assertThat(told.story()).contains("#6 read y = 1, which #4 wrote, so #4 came before #6.");
    assertThat(told.witness()).hasSizeGreaterThan(told.cycle().size());
  }
}
