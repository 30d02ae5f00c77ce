package dev.ordeal.checkers.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.isolation.IsolationChecker;
import dev.ordeal.checkers.linearizability.LinearizabilityChecker;
import dev.ordeal.checkers.model.CounterModel;
import dev.ordeal.checkers.model.FifoQueueModel;
import dev.ordeal.checkers.model.MutexModel;
import dev.ordeal.checkers.model.RegisterModel;
import dev.ordeal.checkers.model.SetModel;
import dev.ordeal.checkers.model.StackModel;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left of invalid histories. */
class ShrinkerTest {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final Checker REGISTERS = new LinearizabilityChecker(new RegisterModel(Value.NIL));

  /** Calls one after another, in the notation of a test. */
  private static final class Calls {
    private final List<Event> events = new ArrayList<>();

    private Event event(int process, Event.Type type, String function, Object key, Value value) {
      long index = events.size();
      return new Event(
          index,
          10 * index,
          process,
          type,
          function,
          key == null ? Value.NIL : Value.of((int) key),
          value,
          "",
          "");
    }

    Calls add(int process, String function, Object key, Value argument, Value result) {
      events.add(event(process, Event.Type.INVOKE, function, key, argument));
      events.add(event(process, Event.Type.OK, function, key, result));
      return this;
    }

    History history() {
      return History.of(events);
    }
  }

  private static CheckResult judge(Checker checker, History history) {
    return checker.check(history, Budget.of(TIME));
  }

  private static Shrinker.Shrunk shrink(Checker checker, History history) {
    CheckResult whole = judge(checker, history);
    assertThat(whole.verdict()).isEqualTo(Verdict.INVALID);
    Anomaly anomaly = whole.anomalies().getFirst();
    Predicate<History> shows =
        part ->
            judge(checker, part).anomalies().stream()
                .anyMatch(found -> found.name().equals(anomaly.name()));
    Shrinker.Shrunk shrunk =
        Shrinker.shrink(history, anomaly, shows, Budget.of(TIME)).orElseThrow();
    assertThat(shrunk.isMinimal()).isTrue();
    assertThat(judge(checker, shrunk.history()).verdict()).isEqualTo(Verdict.INVALID);
    return shrunk;
  }

  @Test
  void aStaleReadAmongManyNeedsThreeOperations() {
    SplittableRandom random = new SplittableRandom(1);
    Calls calls = new Calls();
    int[] last = new int[5];
    for (int i = 1; i < 400; i++) {
      int key = random.nextInt(5);
      if (random.nextBoolean()) {
        last[key] = i;
        calls.add(i % 7, "write", key, Value.of(i), Value.of(i));
      } else {
        Value seen = last[key] == 0 ? Value.NIL : Value.of(last[key]);
        calls.add(i % 7, "read", key, Value.NIL, seen);
      }
    }
    calls.add(0, "write", 3, Value.of(1001), Value.of(1001));
    calls.add(1, "write", 3, Value.of(1002), Value.of(1002));
    calls.add(2, "read", 3, Value.NIL, Value.of(1001));
    Shrinker.Shrunk shrunk = shrink(REGISTERS, calls.history());
    assertThat(shrunk.history().operations())
        .extracting(Operation::argument)
        .containsExactly(Value.of(1001), Value.of(1002), Value.NIL);
  }

  @Test
  void whatIsLeftWhenItIsCutOffStillShowsIt() {
    Calls calls = new Calls();
    for (int i = 1; i < 40; i++) {
      calls.add(i % 3, "read", 1, Value.NIL, Value.NIL);
    }
    calls.add(0, "read", 1, Value.NIL, Value.of(7));
    History history = calls.history();
    Anomaly anomaly = new Anomaly("stale-read", Value.of(1), "", List.of());
    Budget budget = Budget.of(TIME);
    AtomicInteger asked = new AtomicInteger();
    Predicate<History> shows =
        part -> {
          if (asked.incrementAndGet() == 3) {
            budget.cutoff().bringForward(System.nanoTime());
          }
          return judge(REGISTERS, part).verdict() == Verdict.INVALID;
        };
    Shrinker.Shrunk shrunk = Shrinker.shrink(history, anomaly, shows, budget).orElseThrow();
    assertThat(shrunk.isMinimal()).isFalse();
    assertThat(shrunk.tests()).isEqualTo(3);
    assertThat(shrunk.history().operations()).hasSizeBetween(2, 39);
    assertThat(judge(REGISTERS, shrunk.history()).verdict()).isEqualTo(Verdict.INVALID);
  }

  /** Without its writer a right read would be wrong. */
  @Test
  void whatIsReadKeepsItsWriter() {
    History right =
        new Calls()
            .add(0, "write", 1, Value.of(5), Value.of(5))
            .add(1, "read", 1, Value.NIL, Value.of(5))
            .history();
    List<Operation> both = right.operations();
    Removal removal = new Removal(both);
    assertThat(removal.isSound(both.subList(0, 1), both.subList(1, 2))).isFalse();
    assertThat(removal.isSound(both.subList(1, 2), both.subList(0, 1))).isTrue();
    assertThat(removal.isSound(both, List.of())).isTrue();
  }

  /** An addition to a number is in every sum; an element of a set only where it is read. */
  @Test
  void whatIsSummedStays() {
    Calls calls =
        new Calls()
            .add(0, "add", 1, Value.of(5), Value.of(5))
            .add(1, "add", 1, Value.of(7), Value.of(7))
            .add(2, "add", 2, Value.of(5), Value.of(5))
            .add(3, "add", 2, Value.of(7), Value.of(7))
            .add(4, "read", 1, Value.NIL, Value.of(12))
            .add(5, "read", 2, Value.NIL, Value.seq(Value.of(7)));
    List<Operation> all = calls.history().operations();
    Removal removal = new Removal(all);
    for (int i = 0; i < 4; i++) {
      List<Operation> left = new ArrayList<>(all);
      List<Operation> removed = List.of(left.remove(i));
      assertThat(removal.isSound(removed, left)).isEqualTo(i == 2);
    }
  }

  /** Releases and additions stay, also where the violation would seem to be there without them. */
  @Test
  void locksKeepReleasesAndCountersAdditions() {
    Value nil = Value.NIL;
    History locks =
        new Calls()
            .add(0, "acquire", 1, nil, nil)
            .add(0, "release", 1, nil, nil)
            .add(1, "acquire", 1, nil, nil)
            .add(2, "acquire", 1, nil, nil)
            .history();
    assertThat(shrink(new LinearizabilityChecker(new MutexModel()), locks).history().operations())
        .extracting(Operation::process)
        .containsExactly(0, 0, 1, 2);
    Calls counter = new Calls();
    for (int i = 0; i < 6; i++) {
      counter.add(i, "add", 1, Value.of(1), Value.of(1));
    }
    counter.add(7, "read", 1, nil, Value.of(6)).add(8, "read", 1, nil, Value.of(4));
    List<Operation> left =
        shrink(new LinearizabilityChecker(new CounterModel()), counter.history())
            .history()
            .operations();
    assertThat(left).filteredOn(call -> call.function().equals("read")).hasSize(1);
    assertThat(left.getLast().result()).isEqualTo(Value.of(4));
    assertThat(left).filteredOn(call -> call.function().equals("add")).hasSizeGreaterThan(4);
  }

  /**
   * Two transactions that each miss the other's write, among others, with steps they don't need.
   */
  @Test
  void transactionsLoseStepsThatTheCycleDoesNotNeed() {
    Calls calls = new Calls();
    for (int i = 0; i < 30; i++) {
      Value txn = Value.seq(step("append", 50 + i, Value.of(i)));
      calls.add(i % 5, "txn", null, txn, txn);
    }
    Event[] skew = {
      calls.event(11, Event.Type.INVOKE, "txn", null, skew(Value.NIL, 1, 2, 901)),
      calls.event(12, Event.Type.INVOKE, "txn", null, skew(Value.NIL, 2, 1, 902)),
      calls.event(11, Event.Type.OK, "txn", null, skew(Value.seq(), 1, 2, 901)),
      calls.event(12, Event.Type.OK, "txn", null, skew(Value.seq(), 2, 1, 902))
    };
    for (Event event : skew) {
      calls.events.add(calls.event(event.process(), event.type(), "txn", null, event.value()));
    }
    Value seen = Value.seq(read(1, Value.seq(Value.of(902))), read(2, Value.seq(Value.of(901))));
    calls.add(13, "txn", null, Value.seq(read(1, Value.NIL), read(2, Value.NIL)), seen);
    List<Operation> left =
        shrink(new IsolationChecker(ConsistencyModel.SERIALIZABLE), calls.history())
            .history()
            .operations();
    assertThat(left).hasSizeBetween(2, 3);
    assertThat(left.getFirst().argument().asList()).hasSize(2);
  }

  /** Two transactions that each see the other's element, in lists that are long already. */
  @Test
  void listsLoseElementsThatTheCycleDoesNotNeed() {
    Calls calls = new Calls();
    List<Value> first = new ArrayList<>();
    List<Value> second = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      List<Value> list = i % 2 == 0 ? first : second;
      Value txn = Value.seq(step("append", 1 + i % 2, Value.of(i)));
      calls.add(i % 5, "txn", null, txn, txn);
      list.add(Value.of(i));
    }
    calls.events.add(
        calls.event(11, Event.Type.INVOKE, "txn", null, circular(1, 901, 2, List.of())));
    calls.events.add(
        calls.event(12, Event.Type.INVOKE, "txn", null, circular(2, 902, 1, List.of())));
    second.add(Value.of(902));
    calls.events.add(calls.event(11, Event.Type.OK, "txn", null, circular(1, 901, 2, second)));
    first.add(Value.of(901));
    calls.events.add(calls.event(12, Event.Type.OK, "txn", null, circular(2, 902, 1, first)));
    List<Operation> left =
        shrink(new IsolationChecker(ConsistencyModel.SERIALIZABLE), calls.history())
            .history()
            .operations();
    assertThat(left).extracting(Operation::process).containsExactly(11, 12);
    assertThat(left.getFirst().result()).isEqualTo(circular(1, 901, 2, List.of(Value.of(902))));
  }

  private static Value circular(int appends, int element, int reads, List<Value> list) {
    return Value.seq(step("append", appends, Value.of(element)), read(reads, new Value.Seq(list)));
  }

  @Test
  void setsLoseElementsThatTheViolationDoesNotNeed() {
    Calls calls = new Calls();
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      calls.add(i % 3, "add", 1, Value.of(i), Value.of(i));
      all.add(Value.of(i));
      calls.add(4, "read", 1, Value.NIL, new Value.Seq(all));
    }
    all.remove(7);
    calls.add(5, "read", 1, Value.NIL, new Value.Seq(all));
    List<Operation> left =
        shrink(new LinearizabilityChecker(new SetModel()), calls.history()).history().operations();
    // An element that somebody has read is missing from a later read of something else.
    assertThat(left).hasSizeLessThanOrEqualTo(4);
    assertThat(left.getLast().result().asList()).hasSizeLessThanOrEqualTo(1);
  }

  /** Leaving out elements never makes a right history wrong, of whatever level. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavingOutElementsOfListsAndSetsIsSound(boolean isList) {
    SplittableRandom random = new SplittableRandom(11);
    Checker checker =
        isList
            ? new IsolationChecker(ConsistencyModel.STRICT_SERIALIZABLE)
            : new LinearizabilityChecker(new SetModel());
    int changed = 0;
    for (int history = 0; history < 500; history++) {
      Calls calls = new Calls();
      List<List<Value>> objects = List.of(new ArrayList<>(), new ArrayList<>());
      for (int i = 1; i <= 12; i++) {
        int key = random.nextInt(2);
        List<Value> object = objects.get(key);
        if (random.nextBoolean()) {
          Value seen = new Value.Seq(object);
          if (isList) {
            calls.add(
                i % 3, "txn", null, Value.seq(read(key, Value.NIL)), Value.seq(read(key, seen)));
          } else {
            calls.add(i % 3, "read", key, Value.NIL, seen);
          }
        } else {
          object.add(Value.of(i));
          Value txn = Value.seq(step("append", key, Value.of(i)));
          Value done = isList ? txn : Value.of(i);
          calls.add(i % 3, isList ? "txn" : "add", isList ? null : key, done, done);
        }
      }
      List<Operation> all = calls.history().operations();
      Elements elements = new Elements(all);
      Set<Elements.Element> gone =
          elements.of(all).stream().filter(e -> random.nextInt(3) == 0).collect(Collectors.toSet());
      List<Operation> left = Elements.without(gone, all);
      assertThat(elements.of(left)).noneMatch(gone::contains);
      if (!left.isEmpty()) {
        changed += gone.isEmpty() ? 0 : 1;
        assertThat(judge(checker, new Subhistory(calls.history()).of(left)).verdict())
            .as("%s without %s", all, gone)
            .isNotEqualTo(Verdict.INVALID);
      }
    }
    assertThat(changed).isGreaterThan(300);
  }

  /** What somebody removes from depends on all that is there. */
  @Test
  void elementsOfOtherObjectsStay() {
    Calls calls =
        new Calls()
            .add(0, "add", 1, Value.of(5), Value.of(5))
            .add(1, "remove", 1, Value.of(5), Value.of(5))
            .add(2, "add", 2, Value.of(7), Value.of(7))
            .add(3, "read", 2, Value.NIL, Value.of(7))
            .add(4, "add", 3, Value.of(9), Value.of(9));
    List<Operation> all = calls.history().operations();
    assertThat(new Elements(all).of(all))
        .containsExactly(new Elements.Element(Value.of(3), Value.of(9)));
  }

  private static Value step(String function, int key, Value value) {
    return Value.seq(Value.of(function), Value.of(key), value);
  }

  private static Value read(int key, Value result) {
    return step("r", key, result);
  }

  private static Value skew(Value result, int reads, int appends, int element) {
    return Value.seq(
        read(reads, result),
        step("append", appends, Value.of(element)),
        step("append", 70 + element, Value.of(element)));
  }

  /** Of every random invalid history: what is left is invalid, and nothing more can be left out. */
  @Test
  void whatIsLeftOfRandomHistoriesIsNeeded() {
    SplittableRandom random = new SplittableRandom(7);
    int invalid = 0;
    while (invalid < 100) {
      Calls calls = new Calls();
      for (int i = 1; i <= 14; i++) {
        int key = random.nextInt(2);
        if (random.nextInt(5) < 2) {
          calls.add(random.nextInt(3), "write", key, Value.of(i), Value.of(i));
        } else {
          int seen = random.nextInt(i + 1);
          calls.add(
              random.nextInt(3), "read", key, Value.NIL, seen == 0 ? Value.NIL : Value.of(seen));
        }
      }
      History history = calls.history();
      if (judge(REGISTERS, history).verdict() != Verdict.INVALID) {
        continue;
      }
      invalid++;
      String name = judge(REGISTERS, history).anomalies().getFirst().name();
      List<Operation> left = shrink(REGISTERS, history).history().operations();
      Removal removal = new Removal(history.operations());
      Subhistory parts = new Subhistory(history);
      for (Operation one : left) {
        List<Operation> fewer = new ArrayList<>(left);
        fewer.remove(one);
        if (!fewer.isEmpty() && removal.isSound(List.of(one), fewer)) {
          assertThat(judge(REGISTERS, parts.of(fewer)).anomalies())
              .extracting(Anomaly::name)
              .doesNotContain(name);
        }
      }
    }
  }

  /** What may be left out never makes a right history wrong. */
  @Test
  void leavingOutIsSound() {
    SplittableRandom random = new SplittableRandom(9);
    int valid = 0;
    while (valid < 300) {
      Calls calls = new Calls();
      int[] last = new int[2];
      for (int i = 1; i <= 10; i++) {
        int key = random.nextInt(2);
        Value before = last[key] == 0 ? Value.NIL : Value.of(last[key]);
        switch (random.nextInt(3)) {
          case 0 -> {
            last[key] = i;
            calls.add(i % 3, "write", key, Value.of(i), Value.of(i));
          }
          case 1 -> calls.add(i % 3, "read", key, Value.NIL, before);
          default -> {
            if (last[key] != 0) {
              Value swap = Value.seq(before, Value.of(i));
              last[key] = i;
              calls.add(i % 3, "cas", key, swap, swap);
            }
          }
        }
      }
      History history = calls.history();
      valid++;
      List<Operation> left = new ArrayList<>();
      List<Operation> removed = new ArrayList<>();
      for (Operation operation : history.operations()) {
        (random.nextInt(3) == 0 ? removed : left).add(operation);
      }
      if (!left.isEmpty() && new Removal(history.operations()).isSound(removed, left)) {
        assertThat(judge(REGISTERS, new Subhistory(history).of(left)).verdict())
            .as("%s without %s", history.operations(), removed)
            .isEqualTo(Verdict.VALID);
      }
    }
  }

  /** The same of collections, whose elements may be equal. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void leavingOutElementsIsSound(boolean isQueue) {
    SplittableRandom random = new SplittableRandom(10);
    Checker checker = new LinearizabilityChecker(isQueue ? new FifoQueueModel() : new StackModel());
    int left = 0;
    for (int history = 0; history < 1_000; history++) {
      Calls calls = new Calls();
      Deque<Value> elements = new ArrayDeque<>();
      for (int i = 0; i < 10; i++) {
        if (random.nextInt(3) < 2) {
          Value element = Value.of(random.nextInt(6));
          elements.add(element);
          calls.add(i % 3, isQueue ? "enqueue" : "push", 1, element, element);
        } else {
          Value out = isQueue ? elements.pollFirst() : elements.pollLast();
          calls.add(
              i % 3, isQueue ? "dequeue" : "pop", 1, Value.NIL, out == null ? Value.NIL : out);
        }
      }
      List<Operation> all = calls.history().operations();
      assertThat(judge(checker, calls.history()).verdict()).isNotEqualTo(Verdict.INVALID);
      Removal removal = new Removal(all);
      List<Operation> removed =
          removal.withElements(
              List.of(all.get(random.nextInt(10)), all.get(random.nextInt(10))), all);
      List<Operation> others = new ArrayList<>(all);
      others.removeAll(removed);
      if (!others.isEmpty()) {
        left++;
        assertThat(removal.isSound(removed, others)).as("%s of %s", removed, all).isTrue();
        assertThat(judge(checker, new Subhistory(calls.history()).of(others)).verdict())
            .as("%s without %s", all, removed)
            .isNotEqualTo(Verdict.INVALID);
        Operation one = removed.getLast();
        List<Operation> butOne = new ArrayList<>(all);
        butOne.remove(one);
        if (removal.isSound(List.of(one), butOne)) {
          assertThat(judge(checker, new Subhistory(calls.history()).of(butOne)).verdict())
              .isNotEqualTo(Verdict.INVALID);
        }
      }
    }
    assertThat(left).isGreaterThan(900);
  }
}
