package dev.ordeal.checkers.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Judge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.results.nodes.Consequence;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.nodes.NodeEnd;
import dev.ordeal.results.nodes.NodesWatched;
import dev.ordeal.results.nodes.Recovery;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodesCheckerTest {
  private static final long SECOND = 1_000_000_000L;

  private final List<Event> events = new ArrayList<>();

  private void event(long second, Event.Type type, String function, Value value) {
    events.add(
        new Event(
            events.size(), second * SECOND, Event.NEMESIS, type, function, Value.NIL, value, ""));
  }

  /** What faults of the test may make of nodes. */
  private Set<Consequence> may = Set.of();

  private void fault(long second, Event.Type type, String kind, String phase, String node) {
    Map<String, Value> value = new LinkedHashMap<>();
    value.put(FaultWindow.FAULT, Value.of(1));
    value.put(FaultWindow.PHASE, Value.of(phase));
    value.put(FaultWindow.WHAT, Value.of(kind + " of " + node));
    value.put(FaultWindow.NODES, Value.texts(List.of(node)));
    value.put(FaultWindow.MAY, Consequence.value(may));
    event(second, type, kind, new Value.Dict(value));
  }

  /** Holds from the third to the sixth second. */
  private void fault(String kind, String node) {
    fault(3, Event.Type.INVOKE, kind, FaultWindow.INJECT, node);
    fault(3, Event.Type.INFO, kind, FaultWindow.INJECT, node);
    fault(6, Event.Type.INVOKE, kind, FaultWindow.UNDO, node);
    fault(6, Event.Type.INFO, kind, FaultWindow.UNDO, node);
  }

  private void end(long second, String node) {
    end(second, node, 0);
  }

  private void end(long second, String node, long within) {
    NodeEnd end =
        new NodeEnd(0, within, node, "exit status 2", List.of("before", "panic: x", "\tat y"));
    event(second, Event.Type.INFO, NodeEnd.FUNCTION, end.value());
  }

  private void recovery(Map<String, String> notReady) {
    event(30, Event.Type.INFO, Recovery.FUNCTION, new Recovery(0, 60_000, 5, notReady).value());
  }

  private void watched(String problem) {
    Map<String, String> problems = Map.of("n1", "", "n2", problem);
    event(40, Event.Type.INFO, NodesWatched.FUNCTION, new NodesWatched(problems).value());
  }

  private CheckResult result() {
    Budget budget = Budget.of(Duration.ofSeconds(10));
    return Judge.judge(History.of(events), List.of(new NodesChecker()), budget)
        .results()
        .getFirst();
  }

  private List<String> anomalies() {
    return result().anomalies().stream().map(a -> a.name()).toList();
  }

  @Test
  void anEndThatNoFaultExplainsIsACrash() {
    events.add(Event.invoke(0, 0, 0, "read", Value.NIL, Value.NIL).on("n2"));
    events.add(Event.invoke(1, 1, 1, "read", Value.NIL, Value.NIL).on("n1"));
    end(4, "n2");
    watched("");
    CheckResult result = result();
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.reason())
        .isEqualTo(
            "Node n2 ended by itself at 4.000 s, and no fault explains it: exit status 2."
                + " Last log line: panic: x");
    assertThat(result.anomalies().getFirst().witness().stream().map(Operation::node))
        .containsExactly("n2");
  }

  @Test
  void faultsThatMayNotEndANodeDoNotExplainItsEnd() {
    for (Set<Consequence> none :
        List.of(Set.<Consequence>of(), Set.of(Consequence.LOG_COMPLAINS))) {
      events.clear();
      may = none;
      fault("kill", "n2");
      end(4, "n2");
      watched("");
      assertThat(anomalies()).containsExactly("node-crashed");
    }
  }

  @Test
  void whatTakesAwayMemoryOrDiskExplainsAnEndAtThatNodeAndAround() {
    may = Set.of(Consequence.NODE_ENDS);
    for (long second : List.of(6L, 9L)) {
      events.clear();
      fault("memory", "n2");
      end(second, "n2");
      watched("");
      assertThat(result().verdict()).isEqualTo(Verdict.VALID);
    }
    events.clear();
    fault("memory", "n2");
    end(12, "n2");
    assertThat(anomalies()).containsExactly("node-crashed");
    events.clear();
    fault("memory", "n2");
    end(6, "n1");
    assertThat(anomalies()).containsExactly("node-crashed");
    may = Set.of(Consequence.DATA_CHANGES);
    events.clear();
    end(2, "n2");
    fault("bitflip", "n2");
    assertThat(anomalies()).containsExactly("node-crashed");
  }

  @Test
  void anEndThatIsSeenLateMayHaveBeenWhileAFaultHeld() {
    may = Set.of(Consequence.NODE_ENDS);
    fault("memory", "n2");
    end(15, "n2", 5_000);
    watched("");
    assertThat(result().verdict()).isEqualTo(Verdict.VALID);
    events.clear();
    fault("memory", "n2");
    end(15, "n2", 3_000);
    assertThat(anomalies()).containsExactly("node-crashed");
  }

  @Test
  void dataChangedForGoodExplainsEndsAndNoRecovery() {
    may = Set.of(Consequence.DATA_CHANGES);
    fault("bitflip", "n2");
    end(25, "n2");
    recovery(Map.of("n2", "its processes have ended"));
    watched("");
    CheckResult result = result();
    assertThat(result.verdict()).isEqualTo(Verdict.VALID);
    assertThat(result.warnings()).hasSize(1);
    recovery(Map.of());
    events.remove(events.size() - 3);
    event(30, Event.Type.INFO, "probe", Value.of("other"));
    assertThat(result().warnings()).isEmpty();
  }

  @Test
  void aNodeThatDoesNotComeBackIsNotRecoveredButOneWithWrongDataNeedNot() {
    may = Set.of(Consequence.DATA_CHANGES);
    fault("bitflip", "n2");
    recovery(Map.of("n2", "isReady is false", "n4", "isReady is false"));
    watched("");
    assertThat(anomalies()).containsExactly("not-recovered");
    assertThat(result().reason())
        .isEqualTo(
            "All faults were undone, and 60 s later 1 of 5 nodes did not serve clients:"
                + " n4: isReady is false");
  }

  @Test
  void aClusterThatSaysItIsReadyAndAnswersNothingIsNotRecovered() {
    events.add(Event.invoke(0, 0, 0, "read", Value.NIL, Value.NIL));
    events.add(new Event(1, 1, 0, Event.Type.OK, "read", Value.NIL, Value.of(1), ""));
    recovery(Map.of());
    watched("");
    event(50, Event.Type.INFO, Recovery.FINAL, new Recovery.FinalCalls(12, 0).value());
    assertThat(anomalies()).containsExactly("not-recovered");
    assertThat(result().reason()).contains("12 final calls");
    events.removeLast();
    event(50, Event.Type.INFO, Recovery.FINAL, new Recovery.FinalCalls(12, 1).value());
    assertThat(anomalies()).isEmpty();
    // What never answered has not stopped to.
    events.removeLast();
    event(50, Event.Type.INFO, Recovery.FINAL, new Recovery.FinalCalls(12, 0).value());
    events.set(1, new Event(1, 1, 0, Event.Type.FAIL, "read", Value.NIL, Value.NIL, "no"));
    assertThat(anomalies()).isEmpty();
  }

  @Test
  void finalCallsOfAKindThatNeverSucceededSayNothingOfTheRecovery() {
    events.add(Event.invoke(0, 0, 0, "write", Value.NIL, Value.of(1)));
    events.add(new Event(1, 1, 0, Event.Type.OK, "write", Value.NIL, Value.of(1), ""));
    recovery(Map.of());
    watched("");
    long after = events.getLast().time() + 1;
    events.add(Event.invoke(90, after, 0, "read", Value.NIL, Value.NIL));
    events.add(new Event(91, after + 1, 0, Event.Type.FAIL, "read", Value.NIL, Value.NIL, "no"));
    event(50, Event.Type.INFO, Recovery.FINAL, new Recovery.FinalCalls(1, 0).value());
    assertThat(anomalies()).isEmpty();
    events.set(0, Event.invoke(0, 0, 0, "read", Value.NIL, Value.NIL));
    events.set(1, new Event(1, 1, 0, Event.Type.OK, "read", Value.NIL, Value.of(1), ""));
    assertThat(anomalies()).containsExactly("not-recovered");
  }

  @Test
  void whereNodesCannotBeWatchedNothingIsProven() {
    watched("connection refused");
    assertThat(result().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(result().reason()).contains("n2", "connection refused");
    events.clear();
    recovery(Map.of());
    assertThat(result().verdict()).isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void historiesOfOtherToolsAreNotJudged() {
    events.add(Event.invoke(0, 0, 0, "read", Value.NIL, Value.NIL));
    assertThat(result().verdict()).isEqualTo(Verdict.VALID);
    assertThat(result().reason()).startsWith("not judged");
  }

  @Test
  void leadersAreCountedByWhoCameToLead() {
    assertThat(Leaders.of(History.of(events)).text()).isEmpty();
    event(1, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of()));
    assertThat(Leaders.of(History.of(events)).text()).isEqualTo("no node said that it leads");
    event(1, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n3")));
    event(2, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of()));
    event(3, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n3")));
    assertThat(Leaders.of(History.of(events)).text())
        .isEqualTo("n3 (0 changes; none led for 1.0 s)");
    // A node that was cut off goes on saying that it leads.
    event(4, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n1", "n3")));
    event(5, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n1")));
    assertThat(Leaders.of(History.of(events)).text())
        .isEqualTo("n3 → n1 (1 change; none led for 1.0 s)");
    event(6, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n3")));
    assertThat(Leaders.of(History.of(events)).changes()).isEqualTo(2);
    watched("");
    assertThat(result().facts())
        .containsEntry("leader-changes", 2)
        .containsEntry("without-leader-seconds", 1.0);
  }

  @Test
  void aRunThatEndsWithoutALeaderSaysHowLongThereWasNone() {
    event(1, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of("n5")));
    event(3, Event.Type.INFO, Leaders.FUNCTION, Leaders.value(List.of()));
    watched("");
    event(18, Event.Type.INFO, "kill", Value.NIL);
    assertThat(Leaders.of(History.of(events)).text())
        .isEqualTo("n5 (0 changes; none led for 15.0 s)");
  }
}
