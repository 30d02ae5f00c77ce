package dev.ordeal.checkers.isolation.session;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.Components;
import dev.ordeal.checkers.isolation.graph.Graph;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.verdict.Anomaly;
import java.util.List;

/**
 * Decides whether registers with unique values are read committed, or read atomic, with sessions:
 * whether what {@link SessionAxioms} tells has no cycle. Linear in what that tells.
 */
public final class SessionRegisters {
  private static final int NONE = -1;

  private final Transactions transactions;
  private final SessionAxioms axioms;

  /** Of transactions on registers and the order of their sessions, not yet judged. */
  public SessionRegisters(RwRegister history, SessionOrder sessions) {
    transactions = history.transactions;
    axioms = new SessionAxioms(history, sessions);
  }

  /**
   * Whether a level is kept; otherwise notes the shortest cycle that was found.
   *
   * @param passes how long that may take
   * @throws dev.ordeal.checkers.BudgetExceededException if it takes longer
   */
  public boolean keeps(boolean isAtomic, String anomaly, Findings findings, Budget passes) {
    Graph.Builder builder = new Graph.Builder(transactions.size(), 4 * transactions.size());
    axioms.tell(
        isAtomic,
        (one, other, type, reader, read, seen) -> {
          passes.look(builder.size());
          builder.add(one, other, type);
        });
    Graph graph = builder.build();
    Components components = new Components(graph, Rule.SERIALIZABLE, true, null, passes);
    if (!components.isCyclic()) {
      return true;
    }
    List<Graph.Step> cycle = new ShortCycle(graph, components).steps();
    findings.add(anomaly, () -> told(cycle, isAtomic, anomaly));
    return false;
  }

  /** Why a step of a cycle is there. */
  private record Reason(int reader, int read, int seen) {}

  private Anomaly told(List<Graph.Step> cycle, boolean isAtomic, String name) {
    Reason[] reasons = new Reason[cycle.size()];
    axioms.tell(
        isAtomic,
        (one, other, type, reader, read, seen) -> {
          for (int i = 0; i < reasons.length; i++) {
            if (reasons[i] == null && cycle.get(i).equals(new Graph.Step(one, other, type))) {
              reasons[i] = new Reason(reader, read, seen);
            }
          }
        });
    SessionCycle told = new SessionCycle(transactions);
    for (int i = 0; i < reasons.length; i++) {
      Graph.Step step = cycle.get(i);
      Reason reason = reasons[i];
      // Several steps along a session have no reason of their own.
      told.add(step, step.type() == Graph.PO ? "" : because(step, reason));
      if (reason != null) {
        told.addWitness(reason.reader());
      }
    }
    return told.anomaly(name);
  }

  private String because(Graph.Step step, Reason reason) {
    String read = "%s read %s".formatted(transactions.name(reason.reader()), value(reason.read()));
    if (step.type() == Graph.WR) {
      return "%s, which %s wrote".formatted(read, transactions.name(step.from()));
    }
    boolean isInitial = step.type() == Graph.RW;
    int missed = isInitial ? step.to() : step.from();
    String by =
        reason.seen() == NONE
            ? "%s, which came before it in process %d,"
                .formatted(transactions.name(missed), transactions.process(missed))
            : "%s, from which it read %s,"
                .formatted(transactions.name(missed), value(reason.seen()));
    return "%s%s, although %s wrote %s as well"
        .formatted(
            read,
            isInitial ? "" : " from " + transactions.name(step.to()),
            by,
            transactions.key(transactions.ops.key(reason.read())));
  }

  private String value(int position) {
    MicroOps ops = transactions.ops;
    return "%s = %s"
        .formatted(
            transactions.key(ops.key(position)), transactions.value(transactions.cell(position)));
  }
}
