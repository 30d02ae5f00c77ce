package dev.ordeal.checkers.isolation.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.finding.ExcludedModels;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.isolation.turn.Division;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterLevelsTest {
  private final List<Event> events = new ArrayList<>();
  private ExcludedModels ruledOut;

  /** One transaction behind the other, all of different processes. */
  private void call(Value... micro) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      events.add(new Event(at, at, at / 2, type, "txn", Value.NIL, Value.seq(micro), ""));
    }
  }

  private static Value write(long key, long value) {
    return Value.seq(Value.of("w"), Value.of(key), Value.of(value));
  }

  private static Value read(long key, Value value) {
    return Value.seq(Value.of("r"), Value.of(key), value);
  }

  private RegisterLevels judged(ConsistencyModel promised, int allLevelsMax) {
    Transactions transactions = new Transactions(History.of(events).columns());
    Findings findings = new Findings(transactions);
    ruledOut = new ExcludedModels();
    RwRegister history =
        new RwRegister(
            transactions,
            Writers.of(transactions, MicroOps.Kind.WRITE),
            findings,
            Budget.of(Duration.ofMinutes(1)));
    RegisterLevels levels =
        RegisterLevels.of(history, promised, findings, ruledOut, Division.USUAL, allLevelsMax);
    levels.judge(Budget.of(Duration.ofMinutes(1)));
    return levels;
  }

  @Test
  void ofManyOnlyWhatWasPromisedIsDecided() {
    call(write(1, 1));
    call(read(1, Value.of(1)));
    RegisterLevels levels = judged(ConsistencyModel.READ_ATOMIC, 1);
    assertThat(ConsistencyModel.impliedBy(levels.held()))
        .contains(ConsistencyModel.READ_ATOMIC)
        .doesNotContain(ConsistencyModel.SERIALIZABLE);
    assertThat(levels.undecided()).contains("more was not asked for");
  }

  @Test
  void ofFewAllIsDecided() {
    call(write(1, 1));
    call(read(1, Value.of(1)));
    RegisterLevels levels = judged(ConsistencyModel.READ_ATOMIC, 2);
    assertThat(ConsistencyModel.impliedBy(levels.held()))
        .contains(ConsistencyModel.STRICT_SERIALIZABLE);
    assertThat(levels.undecided()).isEmpty();
  }

  @Test
  void ofManyAllIsDecidedWhereThatWasPromised() {
    call(write(1, 1));
    call(read(1, Value.NIL));
    RegisterLevels levels = judged(ConsistencyModel.SERIALIZABLE, 1);
    assertThat(ConsistencyModel.impliedBy(levels.held())).contains(ConsistencyModel.SERIALIZABLE);
    assertThat(ruledOut.all()).contains(ConsistencyModel.STRICT_SERIALIZABLE);
  }

  @Test
  void ofManyAllIsDecidedWhereThePromiseIsBroken() {
    call(write(1, 1), write(2, 1));
    call(read(1, Value.of(1)), read(2, Value.NIL));
    RegisterLevels levels = judged(ConsistencyModel.READ_ATOMIC, 1);
    assertThat(ruledOut.all())
        .contains(ConsistencyModel.READ_ATOMIC, ConsistencyModel.CAUSAL_CERONE);
    assertThat(ConsistencyModel.impliedBy(levels.held())).contains(ConsistencyModel.READ_COMMITTED);
  }

  @Test
  void whatWasSeenByWayOfOthersIsTold() {
    call(write(1, 1));
    call(read(1, Value.of(1)), write(2, 1));
    call(read(2, Value.of(1)), read(1, Value.NIL));
    judged(ConsistencyModel.STRICT_SERIALIZABLE, 10);
    assertThat(ruledOut.concerns("causal-violation", ConsistencyModel.CAUSAL_CERONE)).isTrue();
    assertThat(ruledOut.all()).doesNotContain(ConsistencyModel.READ_ATOMIC);
  }
}
