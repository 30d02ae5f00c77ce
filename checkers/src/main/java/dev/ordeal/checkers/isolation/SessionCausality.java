package dev.ordeal.checkers.isolation;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.session.CausalRegisters;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.verdict.CheckResult;
import java.util.Map;

/**
 * Whether transactions on registers are causally consistent as wholes, each having seen what its
 * process did before (Biswas and Enea, OOPSLA 2019). That is more than sessions are promised whose
 * steps count one by one, and can be told of millions of transactions.
 *
 * <p>Answers {@code VALID} or {@code UNKNOWN}: a history that does not keep it may still keep what
 * was promised.
 */
public final class SessionCausality implements Checker {
  @Override
  public String name() {
    return "session-causality";
  }

  @Override
  public String description() {
    return "did each transaction see what its process had seen and done before, as a whole?";
  }

  @Override
  public CheckResult check(History history, Budget budget) {
    return isKept(new Transactions(history.columns()), budget)
        ? CheckResult.valid(name(), "transactions are causally consistent as wholes", Map.of())
        : CheckResult.unknown(name(), "transactions may not be causal as wholes", Map.of());
  }

  private static boolean isKept(Transactions transactions, Budget budget) {
    if (IsolationChecker.kind(transactions) != MicroOps.Kind.WRITE) {
      return false;
    }
    Writers writers = Writers.of(transactions, MicroOps.Kind.WRITE);
    if (writers.isAmbiguous()) {
      return false;
    }
    Findings findings = new Findings(transactions);
    RwRegister registers = new RwRegister(transactions, writers, findings, budget);
    return findings.names().isEmpty()
        && new CausalRegisters(registers, new SessionOrder(transactions, registers::isCommitted))
                .decide(budget)
            == Answer.POSSIBLE;
  }
}
