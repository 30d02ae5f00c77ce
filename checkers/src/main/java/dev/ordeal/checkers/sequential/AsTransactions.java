package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Operations on registers as transactions of one or two steps: these are sequentially consistent if
 * and only if those are serializable in an order that agrees with each process' own.
 *
 * <p>That is decided without clocks, so that histories of any length fit, and by choices with
 * learned clauses. Operations keep their places in the history, and so their names.
 */
final class AsTransactions {
  private static final Value READ = Value.of(MicroOps.Kind.READ.wireName());
  private static final Value WRITE = Value.of(MicroOps.Kind.WRITE.wireName());

  /** What stands for the only register there is. */
  private static final Value ONLY = Value.of("register");

  private final Registers registers;

  /** Whether there is one register only, which has no key. */
  private final boolean isOnly;

  AsTransactions(Registers registers) {
    this.registers = registers;
    isOnly = registers.keys == 1 && registers.operations.getFirst().key().isNil();
  }

  /** Whether all values can stand in transactions, whose registers hold nil at first. */
  boolean isPossible() {
    for (int i = 0; i < registers.size(); i++) {
      Operation operation = registers.operations.get(i);
      if (Registers.written(operation).filter(Value::isNil).isPresent()) {
        return false;
      }
    }
    return true;
  }

  /** Whether they are serializable in each process' own order. */
  CheckResult check(Budget budget) {
    List<Event> events = new ArrayList<>(2 * registers.size());
    for (int i = 0; i < registers.size(); i++) {
      Event call = registers.operations.get(i).invocation();
      Value steps = steps(i);
      for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
        events.add(
            new Event(
                call.index(),
                call.time(),
                call.process(),
                type,
                call.function(),
                Value.NIL,
                steps,
                "",
                call.node()));
      }
    }
    return new IsolationChecker(ConsistencyModel.STRONG_SESSION_SERIALIZABLE)
        .check(History.of(events), budget);
  }

  private Value steps(int i) {
    Operation operation = registers.operations.get(i);
    Value key = isOnly ? ONLY : operation.key();
    List<Value> steps = new ArrayList<>();
    if (registers.reads[i]) {
      boolean isInitial = registers.source[i] == Registers.NONE;
      Value value = isInitial ? Value.NIL : Registers.seen(operation).get();
      steps.add(Value.seq(READ, key, value));
    }
    if (registers.writes[i]) {
      steps.add(Value.seq(WRITE, key, Registers.written(operation).get()));
    }
    return Value.seq(steps.toArray(Value[]::new));
  }

  /** What was found, told of the operations. */
  List<Anomaly> anomalies(CheckResult result) {
    Map<Long, Operation> byIndex = new HashMap<>();
    for (Operation operation : registers.operations) {
      byIndex.put(operation.invocation().index(), operation);
    }
    return result.anomalies().stream()
        .map(
            found ->
                new Anomaly(
                    SequentialChecker.ANOMALY,
                    isOnly ? Value.NIL : found.key(),
                    found.explanation(),
                    found.witness().stream()
                        .map(transaction -> byIndex.get(transaction.invocation().index()))
                        .toList(),
                    found.cycle()))
        .toList();
  }
}
