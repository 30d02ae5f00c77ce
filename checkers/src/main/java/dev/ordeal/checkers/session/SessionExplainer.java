package dev.ordeal.checkers.session;

import dev.ordeal.checkers.session.Edge.Reason;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.List;

/** Explains what cannot be: steps that would have to come before themselves, mostly. */
final class SessionExplainer {
  private final Trace trace;

  SessionExplainer(Trace trace) {
    this.trace = trace;
  }

  Anomaly anomaly(String name, List<Edge> cycle) {
    List<Edge> told = shorten(cycle);
    List<Operation> witness = new ArrayList<>();
    told.forEach(edge -> witness.add(trace.operation(edge.from())));
    // Behind those on the cycle who shows its steps, unless it is among them.
    told.stream()
        .filter(edge -> edge.by() >= 0)
        .map(edge -> trace.operation(edge.by()))
        .filter(shows -> !witness.contains(shows))
        .forEach(witness::add);
    String meaning = "%s would have to come before itself.".formatted(witness.getFirst().label());
    if (told.size() == 1) {
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
      boolean inside = isSame(edge.from(), edge.to());
      if (inside && edge.reason() == Reason.SESSION) {
        continue;
      }
      if (edge.reason() == Reason.SESSION
          && !told.isEmpty()
          && told.getLast().reason() == Reason.SESSION
          && isSame(told.getLast().to(), edge.from())) {
        Edge begun = told.removeLast();
        told.add(new Edge(begun.from(), edge.to(), Reason.SESSION, -1));
      } else {
        told.add(edge);
      }
    }
    return told;
  }

  private boolean isSame(int step, int other) {
    return trace.operationNumber(step) == trace.operationNumber(other);
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
    int from = edge.from();
    int to = edge.to();
    return switch (edge.reason()) {
      case SESSION ->
          "Process %d called %s before %s"
              .formatted(trace.operation(from).process(), trace.label(from), trace.label(to));
      case SHOWN ->
          "%s read %s, where %s is of %s"
              .formatted(trace.label(to), shown(to), trace.value(from), trace.label(from));
      case WRITES ->
          trace.shape == Shape.REGISTER
              ? "%s read %s of %s, although %s had written %s by then"
                  .formatted(
                      trace.label(edge.by()),
                      shown(edge.by()),
                      trace.label(to),
                      trace.label(from),
                      trace.value(from))
              : "%s read %s, where %s is before %s"
                  .formatted(
                      trace.label(edge.by()), shown(edge.by()), trace.value(from), trace.value(to));
      case UNSEEN ->
          "%s read %s and did not see %s of %s"
              .formatted(trace.label(from), shown(from), trace.value(to), trace.label(to));
    };
  }

  private String shown(int read) {
    String value = trace.value(read).brief();
    return trace.keyValue(read).isNil() ? value : "%s = %s".formatted(trace.keyValue(read), value);
  }

  /** Why reads do not tell whose writes they show. */
  String ambiguous(int write, Value initial) {
    return trace.shape == Shape.REGISTER && trace.value(write).equals(initial)
        ? "the initial value %s was written to %s".formatted(initial, trace.object(write))
        : "%s was written twice to %s".formatted(trace.value(write), trace.object(write));
  }

  /** A read of what nobody wrote, or of an element twice. */
  Anomaly phantom(int read) {
    String name = "duplicate-elements";
    String text =
        "%s read %s from %s: an element twice that was written once."
            .formatted(trace.label(read), trace.value(read), trace.object(read));
    for (int i = trace.shownCount(read) - 1; i >= 0; i--) {
      if (trace.shown(read, i) == Trace.NOBODY) {
        Value value = trace.value(read);
        name = "phantom-read";
        text =
            "%s read %s from %s, which nobody wrote, or only an operation that failed."
                .formatted(
                    trace.label(read),
                    trace.shape == Shape.REGISTER ? value : value.asList().get(i),
                    trace.object(read));
      }
    }
    return new Anomaly(name, Value.NIL, text, List.of(trace.operation(read)));
  }
}
