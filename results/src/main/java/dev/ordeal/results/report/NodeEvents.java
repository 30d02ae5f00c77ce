package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.nodes.NodeEnd;
import dev.ordeal.results.nodes.Recovery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happened to nodes beside the faults, in the order of time, for the report. */
final class NodeEvents {
  private record Timed(long time, ReportPage.NodeEventView view) {}

  private NodeEvents() {}

  static List<ReportPage.NodeEventView> of(History history) {
    List<Timed> events = new ArrayList<>();
    Leaders leaders = Leaders.of(history);
    for (Leaders.Term term : leaders.terms()) {
      events.add(timed(term.time(), term.node(), "leads", ""));
    }
    for (Leaders.Vacancy none : leaders.vacancies()) {
      String what = "says that it leads, for %s s".formatted(Timeline.seconds(none.nanos()));
      events.add(timed(none.time(), "none", what, ""));
    }
    for (NodeEnd end : NodeEnd.of(history)) {
      String lines = String.join("\n", end.lastLines());
      events.add(timed(end.time(), end.node(), "ended by itself: " + end.status(), lines));
    }
    Optional<Recovery> recovery = Recovery.of(history);
    if (recovery.isPresent()) {
      Map<String, String> notReady = new TreeMap<>(recovery.get().notReady());
      notReady.forEach(
          (node, why) ->
              events.add(timed(recovery.get().time(), node, "did not recover: " + why, "")));
    }
    return events.stream().sorted(Comparator.comparingLong(Timed::time)).map(Timed::view).toList();
  }

  private static Timed timed(long time, String node, String what, String lines) {
    return new Timed(time, new ReportPage.NodeEventView(Timeline.seconds(time), node, what, lines));
  }
}
