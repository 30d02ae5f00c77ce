package dev.ordeal.harness.trial.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.harness.trial.finding.Finding;
import dev.ordeal.harness.trial.finding.Finding.Grade;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.history.fault.FaultWindow;
import dev.ordeal.workloads.client.Call;
import dev.ordeal.workloads.client.KnownCalls;
import dev.ordeal.workloads.register.RegisterWorkload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StruckNodesTest {
  private static final KnownCalls KNOWN = new RegisterWorkload().knownCalls().orElseThrow();
  private final List<Event> events = new ArrayList<>();

  private void add(int process, Event.Type type, Call call, Value value, String node) {
    int now = events.size();
    events.add(new Event(now, now, process, type, call.function(), call.key(), value, "", node));
  }

  private void fault(Event.Type type, String phase) {
    int now = events.size();
    Value value =
        new Value.Dict(
            Map.of(
                FaultWindow.FAULT, Value.of(1),
                FaultWindow.PHASE, Value.of(phase),
                FaultWindow.WHAT, Value.of("kill n1")));
    events.add(new Event(now, now, Event.NEMESIS, type, "kill", Value.NIL, value, ""));
  }

  /** A node is killed; an update is made meanwhile, which ends before the node is back or not. */
  private List<Finding> findings(String node, boolean isOver, boolean happened) {
    Call update = KNOWN.update(1);
    fault(Event.Type.INVOKE, FaultWindow.INJECT);
    fault(Event.Type.INFO, FaultWindow.INJECT);
    add(0, Event.Type.INVOKE, update, update.argument(), node);
    if (isOver) {
      add(0, Event.Type.OK, update, update.argument(), node);
    }
    fault(Event.Type.INVOKE, FaultWindow.UNDO);
    if (!isOver) {
      add(0, Event.Type.OK, update, update.argument(), node);
    }
    fault(Event.Type.INFO, FaultWindow.UNDO);
    add(1, Event.Type.INVOKE, KNOWN.read(1), Value.NIL, "n2");
    add(1, Event.Type.OK, KNOWN.read(1), happened ? update.argument() : Value.NIL, "n2");
    History history = History.of(events);
    return StruckNodes.findings(history, Fate.of(history, KNOWN), "n1");
  }

  private static List<Grade> grades(List<Finding> findings) {
    return findings.stream().map(Finding::grade).toList();
  }

  @Test
  void namesANodeThatServesWhileItIsKilled() {
    assertThat(grades(findings("n1", true, true))).containsExactly(Grade.WRONG);
  }

  @Test
  void servedByAnotherNode() {
    assertThat(grades(findings("n2", true, true))).containsExactly(Grade.OK);
  }

  @Test
  void answeredOnceTheNodeWasBack() {
    assertThat(grades(findings("n1", false, true))).containsExactly(Grade.OK);
  }

  /** A success that the client made up says nothing of the node. */
  @Test
  void servedByNobody() {
    assertThat(grades(findings("n1", true, false))).containsExactly(Grade.OK);
  }
}
