package dev.ordeal.checkers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.consistency.ConsistencyModel;
import dev.ordeal.checkers.made.OtherValues;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The checker must agree with trying every order of writes, by the definitions' own words. */
class SessionOracleTest {
  private static final long HISTORIES = Seeds.count(20_000);
  private static final int KEYS = 2;
  private static final Budget BUDGET = Budget.of(Duration.ofHours(12));

  /** Sessions on copies that learn of each other's writes late, with some lies, or nonsense. */
  private static History history(String type, SplittableRandom random) {
    int sessions = 1 + random.nextInt(3);
    int calls = 2 + random.nextInt(7);
    double lies = random.nextInt(3) * 0.2;
    boolean wild = random.nextInt(3) == 0;
    List<List<List<Long>>> copies = new ArrayList<>();
    for (int s = 0; s < sessions; s++) {
      copies.add(List.of(new ArrayList<>(), new ArrayList<>()));
    }
    List<long[]> writes = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int call = 0; call < calls; call++) {
      int s = random.nextInt(sessions);
      int key = random.nextInt(KEYS);
      if (random.nextInt(100) < 45) {
        long value = writes.size() + 1L;
        writes.add(new long[] {key, value});
        copies.get(s).get(key).add(value);
        String function =
            switch (type) {
              case "register" -> "write";
              case "list" -> "append";
              default -> "add";
            };
        call(events, s, function, key, Value.of(value), Value.of(value));
        continue;
      }
      for (long[] write : writes) {
        List<Long> copy = copies.get(s).get((int) write[0]);
        if (random.nextInt(3) == 0 && !copy.contains(write[1])) {
          copy.add(
              random.nextDouble() < lies ? random.nextInt(copy.size() + 1) : copy.size(), write[1]);
        }
      }
      List<Long> copy = wild ? anything(writes, key, random) : copies.get(s).get(key);
      if (random.nextDouble() < lies && !copy.isEmpty()) {
        copy.remove(random.nextInt(copy.size()));
      }
      Value seen =
          type.equals("register")
              ? (copy.isEmpty() ? Value.NIL : Value.of(copy.getLast()))
              : Value.seq(copy.stream().map(Value::of).toArray(Value[]::new));
      call(events, s, "read", key, Value.NIL, seen);
    }
    return History.of(events);
  }

  /** Some of what was written so far, in any order. */
  private static List<Long> anything(List<long[]> writes, int key, SplittableRandom random) {
    List<Long> some = new ArrayList<>();
    for (long[] write : writes) {
      if (write[0] == key && random.nextInt(3) > 0) {
        some.add(random.nextInt(3) == 0 ? random.nextInt(some.size() + 1) : some.size(), write[1]);
      }
    }
    return some;
  }

  private static void call(
      List<Event> events, int s, String function, int key, Value argument, Value result) {
    int at = events.size();
    Value on = Value.of(key);
    events.add(Event.invoke(at, at, s, function, on, argument));
    events.add(new Event(at + 1, at + 1, s, Event.Type.OK, function, on, result, ""));
  }

  /** Tries every order; operations are numbered as in the history. */
  private record Oracle(
      String type, List<Operation> operations, BitSet[] session, BitSet[] causal) {
    static Oracle of(String type, History history) {
      List<Operation> operations = history.operations();
      int n = operations.size();
      BitSet[] session = new BitSet[n];
      BitSet[] causal = new BitSet[n];
      for (int i = 0; i < n; i++) {
        session[i] = new BitSet();
        causal[i] = new BitSet();
        for (int j = 0; j < n; j++) {
          boolean earlier = j < i && operations.get(j).process() == operations.get(i).process();
          session[i].set(j, earlier);
          causal[i].set(j, earlier || isShown(operations.get(j), operations.get(i)));
        }
      }
      for (int round = 0; round < n; round++) {
        for (BitSet past : causal) {
          for (int j : past.stream().toArray()) {
            past.or(causal[j]);
          }
        }
      }
      return new Oracle(type, operations, session, causal);
    }

    private static boolean isShown(Operation write, Operation read) {
      return !write.function().equals("read")
          && read.function().equals("read")
          && write.key().equals(read.key())
          && (read.result().equals(write.argument())
              || (read.result() instanceof Value.Seq seq
                  && seq.items().contains(write.argument())));
    }

    private boolean isRead(int i) {
      return operations.get(i).function().equals("read");
    }

    boolean isCyclic() {
      for (int i = 0; i < causal.length; i++) {
        if (causal[i].get(i)) {
          return true;
        }
      }
      return false;
    }

    boolean isPram() {
      return sessions().stream().allMatch(s -> isExplained(s, session));
    }

    boolean isCausalMemory() {
      return !isCyclic() && sessions().stream().allMatch(s -> isExplained(s, causal));
    }

    boolean isWeaklyCausal() {
      if (isCyclic()) {
        return false;
      }
      for (int read = 0; read < operations.size(); read++) {
        int r = read;
        if (isRead(r)
            && !exists(
                List.of(), i -> i == r || (!isRead(i) && causal[r].get(i)), causal, i -> i == r)) {
          return false;
        }
      }
      return true;
    }

    /** One order of all operations; each read is explained by its causal past in that order. */
    boolean isConvergent() {
      return !isCyclic() && converges(new ArrayList<>());
    }

    private boolean converges(List<Integer> order) {
      if (order.size() == operations.size()) {
        for (int read = 0; read < operations.size(); read++) {
          int r = read;
          if (isRead(r) && !isRight(order.stream().filter(causal[r]::get).toList(), r)) {
            return false;
          }
        }
        return true;
      }
      for (int i = 0; i < operations.size(); i++) {
        if (!order.contains(i) && causal[i].stream().allMatch(order::contains)) {
          order.add(i);
          if (converges(order)) {
            return true;
          }
          order.removeLast();
        }
      }
      return false;
    }

    private boolean isSame(int i, int j) {
      return operations.get(i).key().equals(operations.get(j).key());
    }

    private boolean isEarlier(int i, int j) {
      return session[j].get(i) && isSame(i, j);
    }

    /** Whether for each read and each pair of operations that matter for it something holds. */
    private boolean forEachRead(Demand demand) {
      for (int read = 0; read < operations.size(); read++) {
        for (int i = 0; isRead(read) && i < operations.size(); i++) {
          for (int j = 0; j < operations.size(); j++) {
            if (!demand.holds(read, i, j)) {
              return false;
            }
          }
        }
      }
      return true;
    }

    private interface Demand {
      boolean holds(int read, int i, int j);
    }

    private List<Value> seen(int read) {
      Value result = operations.get(read).result();
      return result.isNil()
          ? List.of()
          : type.equals("register") ? List.of(result) : result.asList();
    }

    /** Whether a read shows a write; -1 if not, else where. */
    private int shown(int write, int read) {
      return isSame(write, read) ? seen(read).indexOf(operations.get(write).argument()) : -1;
    }

    boolean readsItsWrites() {
      return forEachRead(
          (read, i, j) -> {
            if (isRead(i) || !isEarlier(i, read)) {
              return true;
            }
            boolean replaced = !isRead(j) && isEarlier(i, j) && isEarlier(j, read);
            return type.equals("register")
                ? !seen(read).isEmpty() && !(replaced && shown(i, read) >= 0)
                : shown(i, read) >= 0;
          });
    }

    boolean readsMonotonically() {
      return forEachRead(
          (read, i, j) -> {
            if (!isRead(i) || !isEarlier(i, read)) {
              return true;
            }
            List<Value> before = seen(i);
            List<Value> now = seen(read);
            if (type.equals("register")) {
              boolean left = isRead(j) && isEarlier(i, j) && isEarlier(j, read);
              boolean back = left && before.equals(now) && !seen(j).equals(now);
              return !back && (before.isEmpty() || !now.isEmpty());
            }
            return now.containsAll(before);
          });
    }

    private boolean isSeenFirst(int first, int second, int read) {
      int one = shown(first, read);
      return one >= 0 && (type.equals("set") || one < shown(second, read));
    }

    boolean writesMonotonically() {
      return forEachRead(
          (read, i, j) ->
              isRead(i)
                  || isRead(j)
                  || !isEarlier(i, j)
                  || shown(j, read) < 0
                  || isSeenFirst(i, j, read));
    }

    boolean writesFollowReads() {
      return forEachRead(
          (read, i, j) -> {
            if (!isRead(i) || isRead(j) || !isEarlier(i, j) || shown(j, read) < 0) {
              return true;
            }
            for (int w = 0; w < operations.size(); w++) {
              if (!isRead(w) && shown(w, i) >= 0 && !isSeenFirst(w, j, read)) {
                return false;
              }
            }
            return true;
          });
    }

    private HashSet<Integer> sessions() {
      HashSet<Integer> sessions = new HashSet<>();
      operations.forEach(operation -> sessions.add(operation.process()));
      return sessions;
    }

    private boolean isExplained(int s, BitSet[] base) {
      IntPredicate mine = i -> isRead(i) && operations.get(i).process() == s;
      return exists(new ArrayList<>(), i -> !isRead(i) || mine.test(i), base, mine);
    }

    /** Whether there is an order of some operations that keeps a base order and explains reads. */
    private boolean exists(
        List<Integer> order, IntPredicate members, BitSet[] base, IntPredicate explained) {
      boolean complete = true;
      for (int i = 0; i < operations.size(); i++) {
        int next = i;
        if (!members.test(i) || order.contains(i)) {
          continue;
        }
        complete = false;
        boolean free = base[i].stream().allMatch(j -> !members.test(j) || order.contains(j));
        if (free && (!explained.test(next) || isRight(order, next))) {
          List<Integer> longer = new ArrayList<>(order);
          longer.add(next);
          if (exists(longer, members, base, explained)) {
            return true;
          }
        }
      }
      return complete;
    }

    private boolean isRight(List<Integer> before, int read) {
      List<Value> written = new ArrayList<>();
      for (int i : before) {
        if (!isRead(i) && operations.get(i).key().equals(operations.get(read).key())) {
          written.add(operations.get(i).argument());
        }
      }
      Value seen = operations.get(read).result();
      return switch (type) {
        case "register" -> seen.equals(written.isEmpty() ? Value.NIL : written.getLast());
        case "list" -> seen.asList().equals(written);
        default -> new HashSet<>(seen.asList()).equals(new HashSet<>(written));
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"register", "list", "set"})
  void agreesWithTryingEveryOrder(String type) {
    Seeds.assumeAskedFor("session-" + type);
    Map<ConsistencyModel, LongAdder> kept = new EnumMap<>(ConsistencyModel.class);
    SessionChecker.LEVELS.forEach(level -> kept.put(level, new LongAdder()));
    LongAdder judged = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              History history = history(type, new SplittableRandom(seed));
              if (history.operations().stream().anyMatch(op -> op.function().equals("read"))) {
                judged.increment();
                Map<ConsistencyModel, Verdict> verdicts = compared(type, history);
                verdicts.forEach((level, v) -> kept.get(level).add(v == Verdict.VALID ? 1 : 0));
              }
            });
    // Each level must have been tried by both kinds of histories.
    long all = judged.sum();
    assertThat(kept.values())
        .allSatisfy(count -> assertThat(count.sum()).isBetween(all / 20, all - 1));
    System.out.println(type + ": " + all + " histories, kept " + kept);
  }

  /** What the checkers say, after it was compared with what is so. */
  private static Map<ConsistencyModel, Verdict> compared(String type, History history) {
    Map<ConsistencyModel, Verdict> verdicts = new EnumMap<>(ConsistencyModel.class);
    History others = OtherValues.of(history);
    for (ConsistencyModel level : SessionChecker.LEVELS) {
      SessionChecker checker = new SessionChecker(level, Value.NIL);
      verdicts.put(level, checker.check(history, BUDGET).verdict());
      assertThat(checker.check(others, BUDGET).verdict())
          .as("%s, other values, of %s", level, history.operations())
          .isEqualTo(verdicts.get(level));
    }
    truth(type, history)
        .forEach(
            (level, holds) ->
                assertThat(verdicts.get(level))
                    .as("%s of %s", level, history.operations())
                    .isEqualTo(holds ? Verdict.VALID : Verdict.INVALID));
    for (ConsistencyModel stronger : SessionChecker.LEVELS) {
      for (ConsistencyModel weaker : SessionChecker.LEVELS) {
        if (stronger.implies(weaker) && verdicts.get(stronger) == Verdict.VALID) {
          assertThat(verdicts.get(weaker))
              .as("%s, as %s holds, of %s", weaker, stronger, history.operations())
              .isEqualTo(Verdict.VALID);
        }
      }
    }
    return verdicts;
  }

  private static Map<ConsistencyModel, Boolean> truth(String type, History history) {
    Oracle oracle = Oracle.of(type, history);
    Map<ConsistencyModel, Boolean> truth = new EnumMap<>(ConsistencyModel.class);
    truth.put(ConsistencyModel.PRAM, oracle.isPram());
    truth.put(ConsistencyModel.WEAK_CAUSAL, oracle.isWeaklyCausal());
    truth.put(ConsistencyModel.CAUSAL_CONVERGENCE, oracle.isConvergent());
    truth.put(ConsistencyModel.CAUSAL, oracle.isCausalMemory());
    truth.put(ConsistencyModel.READ_YOUR_WRITES, oracle.readsItsWrites());
    truth.put(ConsistencyModel.MONOTONIC_READS, oracle.readsMonotonically());
    if (!type.equals("register")) {
      truth.put(ConsistencyModel.MONOTONIC_WRITES, oracle.writesMonotonically());
      truth.put(ConsistencyModel.WRITES_FOLLOW_READS, oracle.writesFollowReads());
    }
    return truth;
  }
}
