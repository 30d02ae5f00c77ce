package dev.ordeal.checkers.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.list.ListAppend;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.set.SetAdd;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.WriteStatistics;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passes over a history that come to the end of the time. */
class LatePassesTest {
  private static final Value X = Value.of("x");
  private static final Value Y = Value.of("y");

  /** Of a check that should have ended long ago. */
  private static final Budget OVER =
      new Budget(System.nanoTime() - Duration.ofMinutes(1).toNanos(), 100_000);

  private final List<Event> events = new ArrayList<>();

  private void run(Value... micro) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int i = events.size();
      events.add(new Event(i, i, 0, type, "txn", Value.NIL, Value.seq(micro), ""));
    }
  }

  private Transactions transactions() {
    return new Transactions(History.of(events).columns());
  }

  private static Value read(Value key, Value value) {
    return Value.seq(Value.of("r"), key, value);
  }

  private static Value write(String how, Value key, int value) {
    return Value.seq(Value.of(how), key, Value.of(value));
  }

  @Test
  void whatARegisterWalkFoundBeforeTheEndStays() {
    run(read(X, Value.of(1)), read(X, Value.of(2)));
    run(write("w", X, 1));
    run(write("w", X, 2));
    Transactions transactions = transactions();
    Findings findings = new Findings(transactions);
    Writers writers = Writers.of(transactions, MicroOps.Kind.WRITE);
    assertThatThrownBy(() -> new RwRegister(transactions, writers, findings, OVER))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(findings.names()).containsExactly("internal");
  }

  @Test
  void whatASetWalkFoundBeforeTheEndStays() {
    run(read(X, Value.seq(Value.of(3))));
    run(write("add", X, 1));
    Transactions transactions = transactions();
    Findings findings = new Findings(transactions);
    Writers writers = Writers.of(transactions, MicroOps.Kind.ADD);
    assertThatThrownBy(() -> new SetAdd(transactions, writers, findings, OVER))
        .isInstanceOf(BudgetExceededException.class);
    assertThat(findings.names()).containsExactly("garbage-read");
  }

  @Test
  void aHistoryThatWasNotLookedAtIsUnknownAndTheReasonSaysWhatToDo() {
    for (String how : List.of("w", "append", "add")) {
      events.clear();
      run(write(how, X, 1), write(how, Y, 1));
      run(read(X, how.equals("w") ? Value.of(1) : Value.seq(Value.of(1))));
      CheckResult result =
          new IsolationChecker(ConsistencyModel.SERIALIZABLE).check(History.of(events), OVER);
      assertThat(result.verdict()).as(how).isEqualTo(Verdict.UNKNOWN);
      assertThat(result.reason()).as(how).contains("--check-time");
      assertThat(result.facts().get("levels").toString()).doesNotContain("=true");
    }
  }

  @Test
  void listsAreNotLookedAtFurtherEither() {
    run(write("append", X, 1));
    Transactions transactions = transactions();
    Findings findings = new Findings(transactions);
    WriteStatistics survey = WriteStatistics.of(transactions, MicroOps.Kind.APPEND);
    Writers writers = new Writers(transactions, MicroOps.Kind.APPEND, survey);
    assertThatThrownBy(() -> new ListAppend(transactions, writers, survey, findings, OVER))
        .isInstanceOf(BudgetExceededException.class);
  }
}
