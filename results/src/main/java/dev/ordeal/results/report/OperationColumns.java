package dev.ordeal.results.report;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Operations as columns of numbers and texts, by which the page's script filters and draws them.
 * Nodes, functions and keys are places in {@code names}: a million repetitions of one name would
 * make a page that nobody can open.
 */
final class OperationColumns {
  private static final int SAID_MAX = 32;
  private static final List<Event.Type> OUTCOMES =
      List.of(Event.Type.OK, Event.Type.FAIL, Event.Type.INFO);

  private final boolean hasTimes;
  private final Names nodes = new Names();
  private final Names functions = new Names();
  private final Names keys = new Names();

  /**
   * @param hasTimes whether times are those at which something happened
   */
  OperationColumns(boolean hasTimes) {
    this.hasTimes = hasTimes;
  }

  /** Texts, each with its number. */
  private static final class Names {
    private final Map<String, Integer> numbers = new LinkedHashMap<>();

    int number(String name) {
      return numbers.computeIfAbsent(name, n -> numbers.size());
    }
  }

  /** The columns of some operations; a time is in seconds, how long one took in milliseconds. */
  Map<String, Object> of(List<Operation> operations) {
    Map<String, Object> columns = new LinkedHashMap<>();
    columns.put("index", operations.stream().map(op -> op.invocation().index()).toList());
    columns.put("time", operations.stream().map(this::time).collect(Collectors.toList()));
    columns.put("millis", operations.stream().map(this::millis).collect(Collectors.toList()));
    columns.put("outcome", operations.stream().map(op -> OUTCOMES.indexOf(op.outcome())).toList());
    columns.put("process", operations.stream().map(Operation::process).toList());
    columns.put("node", operations.stream().map(op -> nodes.number(op.node())).toList());
    columns.put("function", operations.stream().map(o -> functions.number(o.function())).toList());
    columns.put("key", operations.stream().map(this::keys).collect(Collectors.toList()));
    columns.put("said", operations.stream().map(OperationColumns::said).toList());
    return columns;
  }

  /** What the numbers of all columns made so far mean. */
  Map<String, Object> names() {
    Map<String, Object> names = new LinkedHashMap<>();
    names.put("node", List.copyOf(nodes.numbers.keySet()));
    names.put("function", List.copyOf(functions.numbers.keySet()));
    names.put("key", List.copyOf(keys.numbers.keySet()));
    return names;
  }

  private Double time(Operation op) {
    return hasTimes ? (Double) (Math.round(op.start() / 1e4) / 1e5) : null;
  }

  private Double millis(Operation op) {
    return hasTimes && op.completion().isPresent()
        ? (Double) (Math.round((op.completion().get().time() - op.start()) / 1e4) / 1e2)
        : null;
  }

  /** The number of the only key, a list of several, nothing of none. */
  private Object keys(Operation op) {
    if (!op.key().isNil()) {
      return keys.number(op.key().toString());
    }
    if (!MicroOps.isTransaction(op.argument())) {
      return null;
    }
    List<Integer> touched =
        new ArrayList<>(
            op.argument().asList().stream()
                .map(Value::asList)
                .map(step -> keys.number(step.get(1).toString()))
                .distinct()
                .toList());
    return touched.size() == 1 ? (Object) touched.getFirst() : touched;
  }

  private static String said(Operation op) {
    String said = op.said();
    return said.length() <= SAID_MAX ? said : said.substring(0, SAID_MAX - 1) + "…";
  }
}
