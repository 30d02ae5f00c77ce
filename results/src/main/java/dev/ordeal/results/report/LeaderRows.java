package dev.ordeal.results.report;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.nodes.Leaders;
import dev.ordeal.results.nodes.NodeEnd;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes said that they led, a row for each node, and where nodes ended by themselves: the
 * numbers of a chart. Two rows at a time are two leaders.
 */
final class LeaderRows {
  private LeaderRows() {}

  /** Whether there is any row. */
  static boolean areAny(History history) {
    return !Leaders.of(history).terms().isEmpty() || !NodeEnd.of(history).isEmpty();
  }

  /** No nodes if nobody was seen to lead, and none ended. */
  static Map<String, Object> of(History history) {
    TreeMap<Long, List<String>> leading = new TreeMap<>();
    for (Event event : history.nemesisEvents()) {
      if (event.function().equals(Leaders.FUNCTION) && event.value() instanceof Value.Seq nodes) {
        leading.put(event.time(), nodes.items().stream().map(Value::asText).toList());
      }
    }
    List<NodeEnd> ends = NodeEnd.of(history);
    TreeSet<String> names = new TreeSet<>();
    leading.values().forEach(names::addAll);
    ends.forEach(end -> names.add(end.node()));
    TreeSet<Long> instants = new TreeSet<>(leading.keySet());
    ends.forEach(end -> instants.add(end.time()));
    instants.add(0L);
    instants.add(history.durationNanos());
    List<Object> rows = new ArrayList<>();
    List<Object> endings = new ArrayList<>();
    int row = 0;
    for (String name : names) {
      List<Integer> leads = new ArrayList<>();
      List<Integer> ended = new ArrayList<>();
      for (long instant : instants) {
        Map.Entry<Long, List<String>> then = leading.floorEntry(instant);
        leads.add(then != null && then.getValue().contains(name) ? row : null);
        boolean isEnd =
            ends.stream().anyMatch(end -> end.time() == instant && end.node().equals(name));
        ended.add(isEnd ? row : null);
      }
      rows.add(leads);
      endings.add(ended);
      row++;
    }
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("nodes", List.copyOf(names));
    all.put("time", instants.stream().map(nanos -> nanos / 1e9).toList());
    all.put("leads", rows);
    all.put("ended", ends.isEmpty() ? List.of() : endings);
    return all;
  }
}
