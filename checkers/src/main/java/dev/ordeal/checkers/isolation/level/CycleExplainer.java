package dev.ordeal.checkers.isolation.level;

import dev.ordeal.checkers.isolation.graph.Cycle;
import dev.ordeal.checkers.isolation.graph.Dependencies;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.List;

/** Explains a cycle without the terms of the theory. */
final class CycleExplainer {
  private final Transactions transactions;
  private final Dependencies dependencies;

  CycleExplainer(Transactions transactions, Dependencies dependencies) {
    this.transactions = transactions;
    this.dependencies = dependencies;
  }

  /** A cycle and what it means, its transactions being the witness. */
  Anomaly of(Cycle cycle, String name) {
    List<Operation> witness = new ArrayList<>();
    List<Precedence> steps = new ArrayList<>();
    for (int i = 0; i < cycle.length(); i++) {
      int from = cycle.members()[i];
      int type = cycle.types()[i];
      witness.add(transactions.operation(from));
      steps.add(
          new Precedence(i, (i + 1) % cycle.length(), kind(type), why(from, cycle.next(i), type)));
    }
    String meaning =
        "Thus %s would have to come before itself: a cycle, %s."
            .formatted(witness.getFirst().label(), plain(name));
    return new Anomaly(name, Value.NIL, meaning, witness, steps);
  }

  private static String kind(int type) {
    return switch (type) {
      case Graph.WW -> "ww";
      case Graph.WR -> "wr";
      case Graph.RW -> "rw";
      case Graph.PO -> "process";
      default -> "realtime";
    };
  }

  private String why(int from, int to, int type) {
    return switch (type) {
      case Graph.PO ->
          "Process %d called %s after it had finished %s"
              .formatted(
                  transactions.process(from), transactions.name(to), transactions.name(from));
      case Cycle.REALTIME ->
          "%s was over before %s was called (events %d and %d of the history)"
              .formatted(
                  transactions.name(from),
                  transactions.name(to),
                  transactions.end(from),
                  transactions.start(to));
      default -> dependencies.explain(from, to, type);
    };
  }

  /** What a class of cycles means to somebody who knows databases. */
  private static String plain(String name) {
    String base = name.replace("-process", "").replace("-realtime", "");
    String meaning =
        switch (base) {
          case "G0" -> "G0: writes of transactions are interleaved (dirty write)";
          case "G1c" -> "G1c: transactions saw each other's effects (circular information flow)";
          case "G-single-item" ->
              "G-single: what was read is partly from before and partly from after another"
                  + " transaction (read skew)";
          case "blind-overwrite" ->
              "transactions wrote the same object, and whichever came later had not seen the other"
                  + " (blind overwrite)";
          case "G-nonadjacent-item" ->
              "G-nonadjacent: transactions disagree about which of others came first (long fork)";
          case "non-prefix" ->
              "what transactions saw is no beginning of one order of commits (no prefix)";
          default ->
              "G2: each read what another was about to change, and neither noticed (write skew)";
        };
    return name.endsWith("-process")
        ? meaning + "; it shows by the order within processes"
        : name.endsWith("-realtime") ? meaning + "; it shows by real time" : meaning;
  }
}
