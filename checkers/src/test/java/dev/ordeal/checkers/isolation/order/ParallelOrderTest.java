package dev.ordeal.checkers.isolation.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.graph.CycleClass;
import dev.ordeal.checkers.isolation.graph.Rule;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Parallel snapshot isolation of registers, decided by trying every order of each register's
 * writes. The histories are those of sites that learn of each other's transactions late, so that
 * many keep this level and no stronger one.
 */
class ParallelOrderTest {
  private static final long HISTORIES = Seeds.count(30_000);
  private static final int KEYS = 2;

  private static final int INITIAL = -1;

  /**
   * A transaction.
   *
   * @param reads by key: whose write it read, {@link #INITIAL}, or null if it did not read
   * @param writes by key
   */
  private record Txn(Integer[] reads, boolean[] writes) {}

  @Test
  void agreesWithTryingEveryOrderOfWrites() {
    Seeds.assumeAskedFor("parallel");
    LongAdder kept = new LongAdder();
    LongAdder onlyThis = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              List<Txn> made = made(new SplittableRandom(seed));
              RwRegister history = history(made);
              int[] all = IntStream.range(0, made.size()).toArray();
              Budget budget = Budget.of(Duration.ofMinutes(1));
              boolean keeps = keeps(made, all);
              ParallelOrder order = new ParallelOrder(history, all, budget);
              assertThat(order.decide())
                  .as("seed %d: %s", seed, made)
                  .isEqualTo(keeps ? Answer.POSSIBLE : Answer.IMPOSSIBLE);
              if (!keeps) {
                assertThat(keeps(made, order.contradicting()))
                    .as("seed %d: those that contradict each other, of %s", seed, made)
                    .isFalse();
                return;
              }
              kept.increment();
              CommitOrder single =
                  new CommitOrder(
                      history, all, Rule.SNAPSHOT_ISOLATION, CycleClass.Bond.NONE, budget);
              onlyThis.add(single.decide() == Answer.IMPOSSIBLE ? 1 : 0);
            });
    System.out.printf("%d histories, kept: %s, no stronger: %s%n", HISTORIES, kept, onlyThis);
    // All answers must be frequent, or the comparison says little.
    assertThat(kept.sum()).isBetween(HISTORIES / 20, HISTORIES * 19 / 20);
    assertThat(onlyThis.sum()).isGreaterThan(HISTORIES / 20);
  }

  @Test
  void acceptsExactlyTheOrdersThatShowIt() {
    LongAdder accepted = new LongAdder();
    LongAdder rejected = new LongAdder();
    LongStream.range(0, Math.min(HISTORIES, 100_000) / 100)
        .forEach(
            seed -> {
              List<Txn> made = made(new SplittableRandom(seed));
              RwRegister history = history(made);
              int[] all = IntStream.range(0, made.size()).toArray();
              forEachOrder(
                  all.clone(),
                  0,
                  order -> {
                    boolean shows = shows(made, order);
                    assertThat(ParallelSerializationVerifier.problem(history, all, order).isEmpty())
                        .as("seed %d, %s: %s", seed, Arrays.toString(order), made)
                        .isEqualTo(shows);
                    (shows ? accepted : rejected).increment();
                  });
            });
    assertThat(accepted.sum()).isGreaterThan(1000);
    assertThat(rejected.sum()).isGreaterThan(1000);
  }

  /** Each sees what some others saw and did; now and then one misses, or sees, what it cannot. */
  private static List<Txn> made(SplittableRandom random) {
    int n = 4 + random.nextInt(3);
    double odd = random.nextInt(3) * 0.25;
    // Two write at two sites, and two others read there, before the sites hear of each other.
    boolean fork = random.nextInt(3) == 0;
    int[] sees = new int[n];
    List<Txn> made = new ArrayList<>();
    for (int t = 0; t < n; t++) {
      boolean[] writes = new boolean[KEYS];
      Integer[] reads = new Integer[KEYS];
      boolean inFork = fork && t < 4;
      boolean onlyReads = inFork ? t > 1 : random.nextBoolean();
      if (inFork && !onlyReads) {
        writes[t] = true;
      } else if (!onlyReads) {
        writes[random.nextInt(KEYS)] = true;
        writes[random.nextInt(KEYS)] = true;
      }
      for (int other = 0; other < t; other++) {
        boolean conflicts = bothWrite(writes, made.get(other).writes());
        boolean learns = inFork ? t - other == 2 : random.nextBoolean();
        if (random.nextDouble() >= odd && (conflicts || learns)) {
          sees[t] |= sees[other] | 1 << other;
        }
      }
      for (int key = 0; key < KEYS; key++) {
        int last = INITIAL;
        for (int other = 0; other < t; other++) {
          boolean seen = (sees[t] & 1 << other) != 0 && random.nextDouble() >= odd / 2;
          last = seen && made.get(other).writes()[key] ? other : last;
        }
        reads[key] = onlyReads || random.nextInt(3) == 0 ? last : null;
      }
      made.add(new Txn(reads, writes));
    }
    return made;
  }

  private static boolean bothWrite(boolean[] one, boolean[] other) {
    return IntStream.range(0, KEYS).anyMatch(key -> one[key] && other[key]);
  }

  /** All at the same time, each by a process of its own. */
  private static RwRegister history(List<Txn> made) {
    List<Event> events = new ArrayList<>();
    for (Event.Type type : List.of(Event.Type.INVOKE, Event.Type.OK)) {
      for (int t = 0; t < made.size(); t++) {
        List<Value> micro = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
          Integer read = made.get(t).reads()[key];
          if (read != null) {
            boolean tells = type == Event.Type.OK && read != INITIAL;
            Value value = tells ? Value.of((long) read) : Value.NIL;
            micro.add(Value.seq(Value.of("r"), Value.of((long) key), value));
          }
        }
        for (int key = 0; key < KEYS; key++) {
          if (made.get(t).writes()[key]) {
            micro.add(Value.seq(Value.of("w"), Value.of((long) key), Value.of((long) t)));
          }
        }
        int at = events.size();
        events.add(new Event(at, at, t, type, "txn", Value.NIL, new Value.Seq(micro), ""));
      }
    }
    Transactions transactions = new Transactions(History.of(events).columns());
    return new RwRegister(
        transactions,
        Writers.of(transactions, MicroOps.Kind.WRITE),
        new Findings(transactions),
        Budget.of(Duration.ofMinutes(1)));
  }

  // Trying everything.

  private interface Orders {
    void visit(int[] order);
  }

  private static void forEachOrder(int[] order, int from, Orders orders) {
    if (from == order.length) {
      orders.visit(order.clone());
      return;
    }
    for (int i = from; i < order.length; i++) {
      swap(order, from, i);
      forEachOrder(order, from + 1, orders);
      swap(order, from, i);
    }
  }

  private static void swap(int[] order, int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }

  /** Dependencies have no cycle, so some order of all transactions fits them: it tries them all. */
  private static boolean keeps(List<Txn> made, int[] members) {
    boolean[] found = new boolean[1];
    forEachOrder(members.clone(), 0, order -> found[0] |= shows(made, order));
    return found[0];
  }

  /** Whether nothing speaks against taking writes in an order to which dependencies keep. */
  private static boolean shows(List<Txn> made, int[] order) {
    int members = Arrays.stream(order).map(t -> 1 << t).reduce(0, (a, b) -> a | b);
    int[] last = new int[KEYS];
    Arrays.fill(last, INITIAL);
    // By transaction: whom it depends on, over any number of steps.
    int[] depends = new int[made.size()];
    int before = 0;
    for (int t : order) {
      for (int key = 0; key < KEYS; key++) {
        Integer read = made.get(t).reads()[key];
        if (read != null && read != INITIAL && (members & 1 << read) != 0) {
          if ((before & 1 << read) == 0) {
            return false;
          }
          depends[t] |= depends[read] | 1 << read;
        }
        if (made.get(t).writes()[key] && last[key] != INITIAL) {
          depends[t] |= depends[last[key]] | 1 << last[key];
        }
      }
      for (int key = 0; key < KEYS; key++) {
        Integer read = made.get(t).reads()[key];
        if (read != null && (read == INITIAL || (members & 1 << read) != 0)) {
          boolean behind = read == INITIAL;
          for (int other : order) {
            if (other == t) {
              break;
            }
            if (behind && made.get(other).writes()[key] && (depends[t] & 1 << other) != 0) {
              return false;
            }
            behind |= other == read;
          }
        }
      }
      for (int key = 0; key < KEYS; key++) {
        last[key] = made.get(t).writes()[key] ? t : last[key];
      }
      before |= 1 << t;
    }
    return true;
  }
}
