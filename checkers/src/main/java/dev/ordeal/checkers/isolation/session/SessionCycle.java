package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.util.ArrayList;
import java.util.List;

/** Tells a cycle in which the order of sessions takes part, step by step. */
public final class SessionCycle {
  private final Transactions transactions;
  private final List<Graph.Step> steps = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private final List<Integer> others = new ArrayList<>();

  /** A cycle without steps. */
  public SessionCycle(Transactions transactions) {
    this.transactions = transactions;
  }

  /** Adds the next step with its reason; the reason of a step along a session is known. */
  public void add(Graph.Step step, String because) {
    steps.add(step);
    reasons.add(
        step.type() == Graph.PO
            ? SessionOrder.because(transactions, step.from(), step.to())
            : because);
  }

  /** Adds a transaction that is not on the cycle and shows one of its steps. */
  void addWitness(int transaction) {
    others.add(transaction);
  }

  /** The cycle, told; the steps that were added must lead back to where the first began. */
  public Anomaly anomaly(String name) {
    List<Operation> witness = new ArrayList<>();
    for (Graph.Step step : steps) {
      witness.add(transactions.operation(step.from()));
    }
    List<Precedence> told = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      told.add(
          new Precedence(i, (i + 1) % steps.size(), kind(steps.get(i).type()), reasons.get(i)));
    }
    for (int other : others) {
      Operation operation = transactions.operation(other);
      if (!witness.contains(operation)) {
        witness.add(operation);
      }
    }
    String meaning =
        switch (name) {
          case "causal-violation-process" ->
              "what was read goes back to writes that were not seen (causal violation)";
          case "fractured-read-process" ->
              "a part of what had come before was seen, and another part of it was not (fractured"
                  + " read)";
          default -> "a later read of a transaction showed less than an earlier one";
        };
    return new Anomaly(
        name,
        Value.NIL,
        "Thus %s would have to come before itself: %s; it shows by the order within processes."
            .formatted(witness.getFirst().label(), meaning),
        witness,
        told);
  }

  private static String kind(int type) {
    return switch (type) {
      case Graph.WW -> "ww";
      case Graph.WR -> "wr";
      case Graph.RW -> "rw";
      default -> "process";
    };
  }
}
