package dev.ordeal.results.verdict;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of {@code verdict.json}: maps and lists ready for a JSON mapper. */
public final class VerdictJson {
  private VerdictJson() {}

  public static Map<String, Object> of(Judgement judgement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("valid", judgement.verdict().json());
    json.put("reason", judgement.reason());
    json.put("anomalies", anomalyNames(judgement));
    json.put("warnings", judgement.warnings());
    json.put("checkers", checkers(judgement));
    return json;
  }

  /** The distinct names of all anomalies, the gravest first. */
  public static List<String> anomalyNames(Judgement judgement) {
    return judgement.anomalies().stream().map(Anomaly::name).distinct().toList();
  }

  public static Map<String, Object> checkers(Judgement judgement) {
    Map<String, Object> checkers = new LinkedHashMap<>();
    for (CheckResult result : judgement.results()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("valid", result.verdict().json());
      json.put("reason", result.reason());
      json.put("anomalies", result.anomalies().stream().map(VerdictJson::anomaly).toList());
      if (!result.warnings().isEmpty()) {
        json.put("warnings", result.warnings());
      }
      json.putAll(result.facts());
      checkers.put(result.checker(), json);
    }
    return checkers;
  }

  private static Map<String, Object> anomaly(Anomaly anomaly) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", anomaly.name());
    if (!anomaly.key().isNil()) {
      json.put("key", plain(anomaly.key()));
    }
    json.put("explanation", anomaly.storyAndDoubt());
    List<Object> witness = new ArrayList<>();
    for (Operation operation : anomaly.witness()) {
      Map<String, Object> op = new LinkedHashMap<>();
      op.put("index", operation.invocation().index());
      op.put("process", operation.process());
      if (!operation.node().isEmpty()) {
        op.put("node", operation.node());
      }
      op.put("f", operation.function());
      op.put("argument", plain(operation.argument()));
      op.put("outcome", operation.outcome().wireName());
      op.put("result", plain(operation.result()));
      if (!operation.error().isEmpty()) {
        op.put("error", operation.error());
      }
      op.put("start", operation.start());
      operation.completion().map(Event::time).ifPresent(time -> op.put("end", time));
      witness.add(op);
    }
    json.put("witness", witness);
    if (!anomaly.cycle().isEmpty()) {
      json.put(
          "cycle",
          anomaly.cycle().stream()
              .map(
                  step -> {
                    Map<String, Object> one = new LinkedHashMap<>();
                    one.put("from", anomaly.witness().get(step.from()).invocation().index());
                    one.put("to", anomaly.witness().get(step.to()).invocation().index());
                    one.put("kind", step.kind());
                    one.put("because", step.because());
                    return one;
                  })
              .toList());
    }
    return json;
  }

  /** A value as the JSON mapper knows it. */
  public static Object plain(Value value) {
    return switch (value) {
      case Value.Nil nil -> null;
      case Value.Bool bool -> bool.value();
      case Value.Int number -> number.value();
      case Value.Real real -> real.value();
      case Value.Text text -> text.value();
      case Value.Seq seq -> {
        List<Object> items = new ArrayList<>();
        seq.items().forEach(item -> items.add(plain(item)));
        yield items;
      }
      case Value.Dict dict -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        dict.entries().forEach((name, entry) -> entries.put(name, plain(entry)));
        yield entries;
      }
    };
  }
}
