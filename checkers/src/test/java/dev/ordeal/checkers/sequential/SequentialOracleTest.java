package dev.ordeal.checkers.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.made.OtherValues;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallHistory;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The checker must agree with trying every interleaving of the processes. */
class SequentialOracleTest {
  private static final long HISTORIES = Seeds.count(30_000);
  private static final Budget BUDGET = Budget.of(Duration.ofHours(1));

  /** The same history on two keys, reads moved among processes so that real time is violated. */
  static History shuffled(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    History history = SmallHistory.of("cas-register", random);
    List<Event> events = new ArrayList<>();
    boolean twoKeys = random.nextBoolean();
    for (Operation op : history.operations()) {
      Value key = Value.of(twoKeys ? op.invocation().index() % 2 : 0);
      int process = op.isInfo() ? 10 + op.process() : random.nextInt(3);
      events.add(with(op.invocation(), key, process, events.size()));
      if (op.completion().isPresent()) {
        events.add(with(op.completion().get(), key, process, events.size()));
      }
    }
    return History.of(events);
  }

  private static Event with(Event e, Value key, int process, int at) {
    return new Event(at, at, process, e.type(), e.function(), key, e.value(), "");
  }

  private static boolean isSequential(List<List<Operation>> chains, Map<Value, Value> state) {
    if (chains.stream().flatMap(List::stream).noneMatch(Operation::isOk)) {
      return true;
    }
    for (int c = 0; c < chains.size(); c++) {
      List<Operation> chain = chains.get(c);
      if (chain.isEmpty()) {
        continue;
      }
      Operation op = chain.getFirst();
      var next = RegisterModel.EMPTY.step(state.getOrDefault(op.key(), Value.NIL), op);
      List<List<Operation>> rest = new ArrayList<>(chains);
      rest.set(c, chain.subList(1, chain.size()));
      if (next.isPresent()) {
        Map<Value, Value> after = new HashMap<>(state);
        after.put(op.key(), next.get());
        if (isSequential(rest, after)) {
          return true;
        }
      }
      if (op.isInfo() && isSequential(rest, state)) {
        return true;
      }
    }
    return false;
  }

  private static void assertSameAsTransactions(History history, Verdict verdict) {
    Registers registers = Registers.of(history, Value.NIL).orElseThrow();
    AsTransactions transactions = new AsTransactions(registers);
    if (registers.problem().isEmpty()
        && transactions.isPossible()
        && IntStream.range(0, registers.size()).anyMatch(i -> registers.reads[i])) {
      assertThat(transactions.check(BUDGET).verdict())
          .as("as transactions: %s", history.events())
          .isEqualTo(verdict);
    }
  }

  @Test
  void agreesWithTryingEveryOrder() {
    Seeds.assumeAskedFor("sequential");
    LongAdder valid = new LongAdder();
    LongAdder decided = new LongAdder();
    Seeds.of(HISTORIES).forEach(seed -> compare(seed, valid, decided));
    assertThat(decided.sum()).isGreaterThan(HISTORIES / 2);
    assertThat(valid.sum()).isBetween(decided.sum() / 10, decided.sum() * 9 / 10);
  }

  private static void compare(long seed, LongAdder valid, LongAdder decided) {
    History history = shuffled(seed);
    Map<Integer, List<Operation>> chains = new HashMap<>();
    for (Operation op : history.operations()) {
      if (!op.isFail()) {
        chains.computeIfAbsent(op.process(), p -> new ArrayList<>()).add(op);
      }
    }
    boolean expected = isSequential(List.copyOf(chains.values()), Map.of());
    Verdict verdict = new SequentialChecker(Value.NIL).check(history, BUDGET).verdict();
    assertThat(new SequentialChecker(Value.NIL).check(OtherValues.of(history), BUDGET).verdict())
        .as("other values, seed " + seed + ": " + history.events())
        .isEqualTo(verdict);
    if (verdict != Verdict.UNKNOWN) {
      assertSameAsTransactions(history, verdict);
      decided.increment();
      valid.add(expected ? 1 : 0);
      assertThat(verdict == Verdict.VALID)
          .as("seed " + seed + ": " + history.events())
          .isEqualTo(expected);
    }
  }
}
