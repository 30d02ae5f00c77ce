package dev.ordeal.results.report;

import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.fault.ClockOffsets;
import dev.ordeal.results.history.fault.FaultWindow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/** The numbers behind the charts, as the page's script expects them. */
final class ChartData {
  /** More points than this cannot be told apart on a screen. */
  static final int POINTS_MAX = 100_000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ChartData() {}

  /**
   * @param drawn the operations that drawings and tables of anomalies show
   */
  static String json(History history, Set<Operation> drawn) {
    Map<String, Object> data = new LinkedHashMap<>();
    OperationColumns columns = new OperationColumns(history.recorded().times());
    data.put("stride", stride(history));
    data.put("operations", columns.of(sample(history)));
    data.put("drawn", columns.of(List.copyOf(drawn)));
    data.put("names", columns.names());
    data.put("rate", rate(history));
    data.put("origin", history.events().isEmpty() ? 0 : Math.max(0, originOf(history)) / 1e9);
    List<Object> faults = new ArrayList<>();
    for (FaultWindow window : FaultWindow.of(history)) {
      // In an order of its own: the same run gives the same report, byte for byte.
      Map<String, Object> fault = new LinkedHashMap<>();
      fault.put("start", window.start() / 1e9);
      fault.put("end", window.end() / 1e9);
      fault.put("kind", window.kind());
      fault.put("what", window.description());
      faults.add(fault);
    }
    data.put("faults", faults);
    data.put("offsets", offsets(history));
    data.put("leaders", LeaderRows.of(history));
    // "</script>" in a value must not end the element.
    return JSON.writeValueAsString(data).replace("<", "\\u003c");
  }

  /** From the beginning to the end of the history, in steps; what was read between them. */
  private static Map<String, Object> offsets(History history) {
    ClockOffsets offsets = ClockOffsets.of(history);
    TreeSet<Long> instants = new TreeSet<>(offsets.nanos());
    offsets.readings().forEach(reading -> instants.add(reading.nanos()));
    instants.add(0L);
    instants.add(history.durationNanos());
    List<Object> nodes = new ArrayList<>();
    offsets
        .millis()
        .forEach(
            (node, millis) -> {
              Map<Long, Long> read = new HashMap<>();
              offsets.readings().stream()
                  .filter(reading -> reading.node().equals(node))
                  .forEach(reading -> read.put(reading.nanos(), reading.millis()));
              Map<String, Object> columns = new LinkedHashMap<>();
              columns.put("node", node);
              columns.put("millis", steps(offsets.nanos(), millis, instants));
              columns.put("read", instants.stream().map(read::get).toList());
              nodes.add(columns);
            });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("time", instants.stream().map(nanos -> nanos / 1e9).toList());
    all.put("nodes", nodes);
    return all;
  }

  /** What holds at some instants, by what holds since some others. */
  private static List<Long> steps(List<Long> since, List<Long> values, Set<Long> instants) {
    List<Long> steps = new ArrayList<>();
    int passed = 0;
    for (long instant : instants) {
      while (passed < since.size() && since.get(passed) <= instant) {
        passed++;
      }
      steps.add(passed == 0 ? 0 : values.get(passed - 1));
    }
    return steps;
  }

  /** Of how many operations one is shown. */
  static int stride(History history) {
    return Math.max(1, (history.operations().size() + POINTS_MAX - 1) / POINTS_MAX);
  }

  private static List<Operation> sample(History history) {
    List<Operation> operations = history.operations();
    int stride = stride(history);
    return stride == 1
        ? operations
        : IntStream.range(0, (operations.size() + stride - 1) / stride)
            .mapToObj(i -> operations.get(i * stride))
            .toList();
  }

  /** 0 if times count from the beginning of a run, else the first of them. */
  private static long originOf(History history) {
    long first = history.events().getFirst().time();
    return first > Math.max(1, history.durationNanos()) ? first : 0;
  }

  private static Map<String, Object> rate(History history) {
    // Times of other tools may be those of a calendar, or of another unit.
    int seconds = (int) Math.min(POINTS_MAX, history.durationNanos() / 1_000_000_000L) + 1;
    long origin = history.events().isEmpty() ? 0 : Math.max(0, originOf(history));
    List<Double> time = new ArrayList<>();
    List<List<Double>> counts = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (int s = 0; s < seconds; s++) {
      time.add((double) s);
      counts.forEach(column -> column.add(0.0));
    }
    for (Operation op : history.operations()) {
      if (op.completion().isPresent()) {
        long second = (op.completion().get().time() - origin) / 1_000_000_000L;
        List<Double> column =
            switch (op.outcome()) {
              case OK -> counts.get(0);
              case FAIL -> counts.get(1);
              default -> counts.get(2);
            };
        if (second >= 0 && second < seconds) {
          column.set((int) second, column.get((int) second) + 1);
        }
      }
    }
    return columns(time, counts.get(0), counts.get(1), counts.get(2));
  }

  private static Map<String, Object> columns(
      List<Double> time, List<Double> ok, List<Double> fail, List<Double> info) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("time", time);
    columns.put("ok", ok);
    columns.put("fail", fail);
    columns.put("info", info);
    return columns;
  }
}
