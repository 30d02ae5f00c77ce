package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.sequential.Saturation.Edge;
import dev.ordeal.checkers.sequential.Saturation.Reason;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Explains operations on registers that would have to come before themselves: the steps of the
 * cycle, and before each of them the steps from which it follows.
 */
final class SequentialExplainer {
  private final Registers registers;
  private final Saturation saturation;
  private final int derivedMax;

  /** What was told beside the cycle, each once. */
  private final Set<Edge> derived = new LinkedHashSet<>();

  /** Whether there are more that it follows from than are told. */
  private boolean leftOut;

  /**
   * Tells of registers.
   *
   * @param derivedMax how many steps at most are told beside a cycle
   */
  SequentialExplainer(Registers registers, Saturation saturation, int derivedMax) {
    this.registers = registers;
    this.saturation = saturation;
    this.derivedMax = derivedMax;
  }

  /** The cycle; its operations come first in the witness, and then those that show its steps. */
  Anomaly tell(List<Edge> cycle) {
    List<Edge> told = shorten(cycle);
    List<Precedence> steps = new ArrayList<>();
    for (int i = 0; i < told.size(); i++) {
      steps.add(new Precedence(i, (i + 1) % told.size(), kind(told.get(i)), because(told.get(i))));
    }
    Set<Integer> witness = new LinkedHashSet<>();
    told.forEach(edge -> witness.add(edge.before()));
    Stream.concat(told.stream(), derived.stream())
        .flatMapToInt(edge -> IntStream.of(edge.by(), edge.before(), edge.after()))
        .filter(operation -> operation != Registers.NONE)
        .forEach(witness::add);
    List<Operation> operations = witness.stream().map(registers.operations::get).toList();
    String meaning =
        "%s would have to come before itself.%s"
            .formatted(
                operations.getFirst().label(),
                leftOut
                    ? " Of the steps from which these follow only %d are told."
                        .formatted(derivedMax)
                    : "");
    return new Anomaly(SequentialChecker.ANOMALY, Value.NIL, meaning, operations, steps);
  }

  /** Steps in a row of one process become one, also from the end over to the beginning. */
  private static List<Edge> shorten(List<Edge> cycle) {
    List<Edge> told = new ArrayList<>();
    for (Edge edge : cycle) {
      boolean goesOn =
          !told.isEmpty()
              && edge.reason() == Reason.PROCESS
              && told.getLast().reason() == Reason.PROCESS;
      told.add(goesOn ? joined(told.removeLast(), edge) : edge);
    }
    if (told.size() > 1
        && told.getFirst().reason() == Reason.PROCESS
        && told.getLast().reason() == Reason.PROCESS) {
      told.set(0, joined(told.removeLast(), told.getFirst()));
    }
    return told;
  }

  private static Edge joined(Edge first, Edge second) {
    return Edge.given(first.before(), second.after(), Reason.PROCESS);
  }

  private static String kind(Edge edge) {
    return switch (edge.reason()) {
      case PROCESS -> "process";
      case SAW -> "wr";
      case PASSED -> "ww";
      case REPLACED, INITIAL -> "rw";
    };
  }

  private String because(Edge edge) {
    List<Edge> premises = new ArrayList<>();
    derive(edge, premises);
    return premises.stream()
            .map(
                p ->
                    "%s, so %s came before %s. "
                        .formatted(shows(p), label(p.before()), label(p.after())))
            .collect(Collectors.joining())
        + shows(edge);
  }

  /** Gathers from what a step follows, each thing behind that from which it follows itself. */
  private void derive(Edge edge, List<Edge> premises) {
    for (Edge premise : saturation.premise(edge)) {
      if (premise.reason() == Reason.PROCESS || derived.contains(premise)) {
        continue;
      }
      if (derived.size() == derivedMax) {
        leftOut = true;
        return;
      }
      derived.add(premise);
      derive(premise, premises);
      premises.add(premise);
    }
  }

  /** What shows a step, given from what it follows. */
  private String shows(Edge edge) {
    int before = edge.before();
    int after = edge.after();
    return switch (edge.reason()) {
      case PROCESS ->
          "Process %d called %s before %s"
              .formatted(operation(before).process(), label(before), label(after));
      case SAW -> "%s read %s, which %s wrote".formatted(label(after), read(after), label(before));
      case PASSED ->
          "%s read %s of %s, although %s had written %s by then"
              .formatted(
                  label(edge.by()), read(edge.by()), label(after), label(before), written(before));
      case REPLACED ->
          "%s read %s, which %s wrote before %s wrote %s"
              .formatted(
                  label(before), read(before), label(edge.by()), label(after), written(after));
      case INITIAL ->
          "%s read %s, the initial value, before %s wrote %s"
              .formatted(label(before), read(before), label(after), written(after));
    };
  }

  private Operation operation(int number) {
    return registers.operations.get(number);
  }

  private String label(int number) {
    return operation(number).label();
  }

  /** What an operation saw, with its key if there are several. */
  private String read(int number) {
    Operation operation = operation(number);
    String value = Registers.seen(operation).orElseThrow().brief();
    return operation.key().isNil() ? value : "%s = %s".formatted(operation.key(), value);
  }

  private String written(int number) {
    return Registers.written(operation(number)).orElseThrow().brief();
  }
}
