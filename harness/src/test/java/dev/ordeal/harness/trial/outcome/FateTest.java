package dev.ordeal.harness.trial.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.verdict.Verdict;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FateTest {
  private static final KnownCalls KNOWN = new RegisterWorkload().knownCalls().orElseThrow();

  private static Event event(int index, int process, Event.Type type, Call call, Value value) {
    return new Event(index, index, process, type, call.function(), call.key(), value, "");
  }

  /** An update that failed, and a read that shows its effect. */
  private static History failed(String error) {
    Call update = KNOWN.update(1);
    Call read = KNOWN.read(1);
    return History.of(
        List.of(
            event(0, 0, Event.Type.INVOKE, update, update.argument()),
            new Event(
                1,
                1,
                0,
                Event.Type.FAIL,
                update.function(),
                update.key(),
                update.argument(),
                error),
            event(2, 1, Event.Type.INVOKE, read, Value.NIL),
            event(3, 1, Event.Type.OK, read, update.argument())));
  }

  private static Verdict verdict(String error) {
    return new OutcomesChecker(KNOWN)
        .check(failed(error), Budget.of(Duration.ofSeconds(5)))
        .verdict();
  }

  /** Who reads the answer to another call sees effects of a call that Ordeal never sent. */
  @Test
  void whatWasNeverSentAccusesNobody() {
    assertThat(Fate.of(failed("refused"), KNOWN)).allMatch(Fate::isContradicted);
    assertThat(verdict("refused")).isEqualTo(Verdict.INVALID);
    for (String error : List.of("no-client", "no-client: not open in time")) {
      assertThat(Fate.of(failed(error), KNOWN)).hasSize(1).noneMatch(Fate::isContradicted);
      assertThat(verdict(error)).isNotEqualTo(Verdict.INVALID);
    }
    assertThat(verdict("no-clients-allowed: refused")).isEqualTo(Verdict.INVALID);
  }

  private static Event at(int index, Event.Type type, Call call, String node) {
    return new Event(
        index, index, index / 2, type, call.function(), call.key(), call.argument(), "", node);
  }

  private static Event kill(int index, Event.Type type, String phase) {
    Value value =
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(1),
                FaultWindow.PHASE, Value.of(phase),
                FaultWindow.WHAT, Value.of("kill n1")));
    return new Event(index, index, Event.NEMESIS, type, "kill", Value.NIL, value, "");
  }

  /** A killed node is started again: the fault lasts until the node serves clients. */
  @Test
  void aNodeThatIsStillStartingIsUnderTheFault() {
    List<Event> events = new ArrayList<>();
    events.add(kill(0, Event.Type.INVOKE, FaultWindow.INJECT));
    events.add(kill(1, Event.Type.INFO, FaultWindow.INJECT));
    events.add(kill(2, Event.Type.INVOKE, FaultWindow.UNDO));
    events.add(kill(3, Event.Type.INFO, FaultWindow.UNDO));
    Object[][] updates = {
      {Event.Type.FAIL, "n1"},
      {Event.Type.FAIL, "n2"},
      {Event.Type.OK, "n2"},
      {Event.Type.FAIL, "n2"},
      {Event.Type.FAIL, "n1"},
      {Event.Type.OK, "n1"},
      {Event.Type.FAIL, "n1"}
    };
    for (int i = 0; i < updates.length; i++) {
      Call update = KNOWN.update(i + 1L);
      String node = (String) updates[i][1];
      events.add(at(events.size(), Event.Type.INVOKE, update, node));
      events.add(at(events.size(), (Event.Type) updates[i][0], update, node));
    }
    assertThat(Fate.of(History.of(events), KNOWN).stream().map(Fate::during))
        .containsExactly("kill", "kill", "", "", "kill", "", "");
  }

  /** A node may be down long before the kill is reported; what succeeds until then is not of it. */
  @Test
  void aNodeIsUnderTheFaultFromWhenItsInjectionBegan() {
    List<Event> events = new ArrayList<>();
    events.add(kill(0, Event.Type.INVOKE, FaultWindow.INJECT));
    events.add(new Event(1, 1, Event.NEMESIS, Event.Type.INFO, "leader", Value.NIL, Value.NIL, ""));
    for (Event.Type outcome : List.of(Event.Type.OK, Event.Type.FAIL)) {
      Call update = KNOWN.update(events.size() / 2);
      events.add(at(events.size(), Event.Type.INVOKE, update, "n1"));
      events.add(at(events.size(), outcome, update, "n1"));
    }
    events.add(kill(6, Event.Type.INFO, FaultWindow.INJECT));
    assertThat(Fate.of(History.of(events), KNOWN).stream().map(Fate::during))
        .containsExactly("", "kill");
  }
}
