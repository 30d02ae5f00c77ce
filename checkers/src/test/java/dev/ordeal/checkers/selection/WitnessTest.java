package dev.ordeal.checkers.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.Checker;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.ReadCommitted;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.made.SmallHistory;
import dev.ordeal.checkers.made.SmallSessions;
import dev.ordeal.checkers.made.SmallTransactions;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.checkers.model.Models;
import dev.ordeal.checkers.session.SessionChecker;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.CheckResult;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is invalid must be shown by operations, at every level. */
class WitnessTest {
  private static final long HISTORIES = Seeds.count(5_000);
  private static final Budget BUDGET = Budget.of(Duration.ofMinutes(10));

  /** An object without a key has no name. */
  private static final Pattern OBJECT_NIL =
      Pattern.compile("nil =|(to|from|on|key|object|log) nil\\b");

  /** By level, how many histories were invalid; and of those without operations one each. */
  private final Map<String, Integer> invalid = new ConcurrentHashMap<>();

  private final Map<String, String> withoutOperations = new TreeMap<>();

  private void judge(ConsistencyModel promised, Checker checker, History history, long seed) {
    String level = promised.levelName();
    CheckResult result = checker.check(history, BUDGET);
    if (result.verdict() != Verdict.INVALID) {
      return;
    }
    invalid.merge(level, 1, Integer::sum);
    List<Anomaly> found = result.anomalies();
    assertThat(result.reason()).doesNotContainPattern(OBJECT_NIL);
    if (found.isEmpty() || found.stream().anyMatch(anomaly -> anomaly.witness().isEmpty())) {
      synchronized (withoutOperations) {
        withoutOperations.putIfAbsent(
            level, "seed %d: %s %s %s".formatted(seed, result.reason(), found, history.events()));
      }
    }
  }

  private static History transactions(String type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (type.equals("counter")) {
      return SmallTransactions.of(type, random);
    }
    return switch ((int) (seed % 4)) {
      case 0 -> SmallTransactions.of(type, random);
      case 1 -> SmallSessions.of(type, random);
      case 2 -> ReadCommitted.of(type, random);
      default -> fork(type, random);
    };
  }

  /** Writers of one object each, and readers of all who see some of them. */
  private static History fork(String type, SplittableRandom random) {
    boolean isRegister = type.startsWith("rw");
    String write = isRegister ? "w" : type.equals("set-add") ? "add" : "append";
    int keys = 2 + random.nextInt(2);
    List<Value> all = new ArrayList<>();
    for (int key = 0; key < keys; key++) {
      all.add(Value.seq(Value.seq(Value.of(write), Value.of(key), Value.of(1))));
    }
    for (int readers = 2 + random.nextInt(3); readers > 0; readers--) {
      List<Value> steps = new ArrayList<>();
      for (int key = 0; key < keys; key++) {
        boolean sees = random.nextBoolean();
        Value value = isRegister ? Value.of(1) : Value.seq(Value.of(1));
        Value none = isRegister ? Value.NIL : Value.seq();
        steps.add(Value.seq(Value.of("r"), Value.of(key), sees ? value : none));
      }
      all.add(Value.seq(steps.toArray(Value[]::new)));
    }
    List<Event> events = new ArrayList<>();
    for (Event.Type end : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      for (int p = 0; p < all.size(); p++) {
        int at = events.size();
        events.add(new Event(at, at, p, end, Operation.TRANSACTION, Value.NIL, all.get(p), ""));
      }
    }
    return History.of(events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"list-append", "set-add", "counter", "rw-register", "rw-repeated"})
  void ofTransactions(String type) {
    Set<ConsistencyModel> levels = EnumSet.allOf(ConsistencyModel.class);
    if (type.equals("counter")) {
      levels.removeAll(SessionChecker.LEVELS);
    }
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = transactions(type, seed);
              for (ConsistencyModel level : levels) {
                judge(level, CheckerSelection.ofTransactions(level), history, seed);
              }
            });
    assertThat(withoutOperations.values()).isEmpty();
    // The levels that are broken must be found to be, or nothing was looked at.
    assertThat(invalid).containsKeys("serializable", "snapshot-isolation", "prefix");
  }

  /** The same calls on two objects, reads moved among processes, so that real time is violated. */
  private static History shuffled(History history, SplittableRandom random) {
    List<Event> events = new ArrayList<>();
    boolean twoKeys = random.nextBoolean();
    for (Operation op : history.operations()) {
      Value key = Value.of(twoKeys ? op.invocation().index() % 2 : 0);
      int process = op.isInfo() ? 10 + op.process() : random.nextInt(3);
      events.add(moved(op.invocation(), key, process, events.size()));
      op.completion().ifPresent(end -> events.add(moved(end, key, process, events.size())));
    }
    return History.of(events);
  }

  private static History calls(String type, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (type.equals("cas-register") && seed % 3 == 0) {
      return forkOfCalls(random);
    }
    History made = SmallHistory.of(type, random);
    return seed % 2 == 0 ? made : shuffled(made, random);
  }

  private static Event moved(Event event, Value key, int process, int at) {
    return new Event(at, at, process, event.type(), event.function(), key, event.value(), "");
  }

  /** The same as calls on registers: writers of one object each, and readers of all. */
  private static History forkOfCalls(SplittableRandom random) {
    List<Event> events = new ArrayList<>();
    int keys = 2 + random.nextInt(2);
    for (int key = 0; key < keys; key++) {
      call(events, key, "write", key, Value.of(1));
    }
    for (int reader = 0; reader < 2 + random.nextInt(3); reader++) {
      int first = random.nextInt(keys);
      for (int i = 0; i < keys; i++) {
        Value seen = random.nextBoolean() ? Value.of(1) : Value.NIL;
        call(events, keys + reader, "read", (first + i) % keys, seen);
      }
    }
    return History.of(events);
  }

  private static void call(List<Event> events, int process, String function, int key, Value value) {
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      int at = events.size();
      events.add(new Event(at, at, process, type, function, Value.of(key), value, ""));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.ordeal.checkers.made.SmallHistory#types")
  void ofCalls(String type) {
    Model<?> model = Models.byName(type.contains("set") ? "set" : type).orElseThrow();
    List<ConsistencyModel> levels = new ArrayList<>(List.of(ConsistencyModel.LINEARIZABLE));
    if (type.equals("cas-register")) {
      levels.add(ConsistencyModel.SEQUENTIAL);
    }
    if (Set.of("cas-register", "grow-only-set", "append-list").contains(type)) {
      levels.addAll(SessionChecker.LEVELS);
    }
    if (Set.of("cas-register", "set-with-reads", "grow-only-set", "append-list", "counter")
        .contains(type)) {
      levels.add(ConsistencyModel.EVENTUAL);
    }
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = calls(type, seed);
              for (ConsistencyModel level : levels) {
                judge(level, CheckerSelection.ofObjects(level, model), history, seed);
              }
            });
    assertThat(withoutOperations.values()).isEmpty();
    assertThat(invalid.keySet()).contains("linearizable");
  }
}
