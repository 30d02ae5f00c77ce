package dev.ordeal.checkers.session;

import dev.ordeal.checkers.session.Order.Edge;
import dev.ordeal.checkers.session.Order.Reason;
import dev.ordeal.checkers.session.Trace.Step;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.List;

/** Tells steps that would have to come before themselves in words. */
final class Telling {
  private final Trace trace;

  Telling(Trace trace) {
    this.trace = trace;
  }

  Anomaly anomaly(String name, List<Edge> cycle) {
    List<Edge> told = shorten(cycle);
    List<Operation> witness = new ArrayList<>();
    told.forEach(edge -> witness.add(trace.step(edge.from()).operation()));
    String meaning = "%s would have to come before itself.".formatted(witness.getFirst().label());
    if (witness.size() == 1) {
      return new Anomaly(
          name, Value.NIL, because(told.getFirst()) + ", so " + meaning, List.copyOf(witness));
    }
    List<Precedence> steps = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      steps.add(new Precedence(i, (i + 1) % told.size(), kind(told.get(i)), because(told.get(i))));
    }
    return new Anomaly(name, Value.NIL, meaning, witness, steps);
  }

  /** Steps in a row of one session become one, and those within a transaction none. */
  private List<Edge> shorten(List<Edge> cycle) {
    List<Edge> told = new ArrayList<>();
    for (Edge edge : cycle) {
      boolean inside = trace.step(edge.from()).operation() == trace.step(edge.to()).operation();
      if (inside && edge.reason() == Reason.SESSION) {
        continue;
      }
      if (edge.reason() == Reason.SESSION
          && !told.isEmpty()
          && told.getLast().reason() == Reason.SESSION
          && trace.step(told.getLast().to()).operation() == trace.step(edge.from()).operation()) {
        Edge begun = told.removeLast();
        told.add(new Edge(begun.from(), edge.to(), Reason.SESSION, -1));
      } else {
        told.add(edge);
      }
    }
    return told;
  }

  private static String kind(Edge edge) {
    return switch (edge.reason()) {
      case SESSION -> "process";
      case SHOWN -> "wr";
      case WRITES -> "ww";
      case UNSEEN -> "rw";
    };
  }

  private String because(Edge edge) {
    Step from = trace.step(edge.from());
    Step to = trace.step(edge.to());
    return switch (edge.reason()) {
      case SESSION ->
          "Process %d called %s before %s"
              .formatted(from.operation().process(), label(from), label(to));
      case SHOWN ->
          "%s read %s, where %s is of %s"
              .formatted(label(to), shown(to), from.value(), label(from));
      case WRITES -> {
        Step by = trace.step(edge.by());
        yield trace.shape == Trace.Shape.REGISTER
            ? "%s read %s of %s, although %s had written %s by then"
                .formatted(label(by), shown(by), label(to), label(from), from.value())
            : "%s read %s, where %s is before %s"
                .formatted(label(by), shown(by), from.value(), to.value());
      }
      case UNSEEN ->
          "%s read %s and did not see %s of %s"
              .formatted(label(from), shown(from), to.value(), label(to));
    };
  }

  private String shown(Step read) {
    return trace.keys.get(read.key()).isNil()
        ? read.value().brief()
        : "%s = %s".formatted(trace.keys.get(read.key()), read.value().brief());
  }

  private static String label(Step step) {
    return step.operation().label();
  }
}
