package dev.ordeal.targets.calls;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.txn.MicroOp;
import dev.ordeal.workloads.txn.ObjectKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The steps of a transaction as JSON: {@code ["r", KEY, null]}, {@code ["w", KEY, VALUE]}, {@code
 * ["append", KEY, VALUE]}, {@code ["add", KEY, VALUE]}; in an answer a read has what it returned in
 * place of null.
 */
public final class Steps {
  private static final String READ = "r";

  private Steps() {}

  static List<List<Object>> of(List<MicroOp> steps) {
    return steps.stream()
        .map(
            step ->
                switch (step) {
                  case MicroOp.Read read -> Arrays.<Object>asList(READ, read.key(), null);
                  case MicroOp.Write write -> List.<Object>of("w", write.key(), write.value());
                  case MicroOp.Append append ->
                      List.<Object>of("append", append.key(), append.element());
                  case MicroOp.Add add -> List.<Object>of("add", add.key(), add.element());
                })
        .toList();
  }

  /**
   * What is wrong with an answer.
   *
   * @param asked the steps of the call, each a list of three
   * @param kind of the objects: {@code list}, {@code set} or {@code register}
   * @return empty if it has the same steps, with a result in each read
   */
  public static String problem(List<?> asked, String kind, JsonNode answer) {
    if (!answer.isArray() || answer.size() != asked.size()) {
      return "%d steps expected".formatted(asked.size());
    }
    for (int i = 0; i < asked.size(); i++) {
      List<?> step = (List<?>) asked.get(i);
      JsonNode got = answer.get(i);
      boolean isSame =
          got.isArray()
              && got.size() == 3
              && got.get(0).isString()
              && got.get(0).stringValue().equals(step.get(0))
              && isEqual(got.get(1), step.get(1));
      boolean isRead = step.get(0).equals(READ);
      if (!isSame || !(isRead ? isRead(kind, got.get(2)) : isEqual(got.get(2), step.get(2)))) {
        return "step %d: %s".formatted(i + 1, isRead ? "result of " + step : step + " expected");
      }
    }
    return "";
  }

  private static boolean isEqual(JsonNode got, Object expected) {
    return Result.isNumber(got) && expected.equals(got.longValue());
  }

  private static boolean isRead(String kind, JsonNode got) {
    return kind.equals(name(ObjectKind.REGISTER))
        ? got.isNull() || Result.isNumber(got)
        : Result.isNumbers(got);
  }

  static String name(ObjectKind kind) {
    return switch (kind) {
      case REGISTER -> "register";
      case LIST -> "list";
      case SET -> "set";
    };
  }

  /** What the reads of an answer without a problem returned. */
  static List<Value> reads(JsonNode answer) {
    List<Value> reads = new ArrayList<>();
    for (JsonNode step : answer) {
      if (step.get(0).stringValue().equals(READ)) {
        reads.add(value(step.get(2)));
      }
    }
    return reads;
  }

  private static Value value(JsonNode read) {
    if (read.isArray()) {
      return new Value.Seq(
          read.valueStream().<Value>map(element -> Value.of(element.longValue())).toList());
    }
    return read.isNull() ? Value.NIL : Value.of(read.longValue());
  }
}
