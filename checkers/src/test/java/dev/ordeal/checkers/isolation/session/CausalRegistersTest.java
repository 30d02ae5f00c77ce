package dev.ordeal.checkers.isolation.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.isolation.explanation.Answer;
import dev.ordeal.checkers.isolation.finding.Findings;
import dev.ordeal.checkers.isolation.register.RwRegister;
import dev.ordeal.checkers.isolation.transaction.SessionOrder;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.checkers.isolation.transaction.Writers;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.MicroOps;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import dev.ordeal.results.verdict.Precedence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Causal consistency of registers, with sessions and without, decided by trying every order of all
 * transactions. The histories are of transactions that have seen some others, and mostly whom these
 * have seen, so that the answers differ often.
 */
class CausalRegistersTest {
  private static final long HISTORIES = Seeds.count(30_000);
  private static final int KEYS = 3;
  private static final int SESSIONS = 3;
  private static final int INITIAL = -1;
  private static final int NOTHING = -2;

  /**
   * A transaction.
   *
   * @param reads by key: whose write it read, {@link #INITIAL}, or {@link #NOTHING}
   */
  private record Txn(int session, int[] reads, boolean[] writes) {}

  @Test
  void agreesWithTryingEveryOrder() {
    Seeds.assumeAskedFor("causal");
    LongAdder kept = new LongAdder();
    LongAdder onlyWithout = new LongAdder();
    Seeds.of(HISTORIES)
        .forEach(
            seed -> {
              SplittableRandom random = new SplittableRandom(seed);
              List<Txn> made = made(random);
              RwRegister history = history(made, random);
              boolean keeps = keeps(made, past(made, false));
              boolean keepsSessions = keeps(made, past(made, true));
              assertDecided(history, false, keeps, seed, made);
              assertDecided(history, true, keepsSessions, seed, made);
              kept.add(keepsSessions ? 1 : 0);
              onlyWithout.add(keeps && !keepsSessions ? 1 : 0);
            });
    System.out.printf(
        "%d histories, causal: %s, only without sessions: %s%n", HISTORIES, kept, onlyWithout);
    // All answers must be frequent, or the comparison says little.
    assertThat(kept.sum()).isBetween(HISTORIES / 10, HISTORIES * 9 / 10);
    assertThat(onlyWithout.sum()).isGreaterThan(HISTORIES / 20);
  }

  private static void assertDecided(
      RwRegister history, boolean withSessions, boolean keeps, long seed, List<Txn> made) {
    SessionOrder sessions =
        withSessions ? new SessionOrder(history.transactions, history::isCommitted) : null;
    CausalRegisters causal = new CausalRegisters(history, sessions);
    assertThat(causal.decide(Budget.of(Duration.ofMinutes(1))))
        .as("seed %d, sessions %s: %s", seed, withSessions, made)
        .isEqualTo(keeps ? Answer.POSSIBLE : Answer.IMPOSSIBLE);
    if (keeps) {
      return;
    }
    // Told is a cycle of steps, unless transactions only saw each other in a circle.
    Anomaly told = new CausalExplainer(history, causal.forced(), sessions).of(causal.cycle());
    int[] past = past(made, withSessions);
    assertThat(told == null).as("seed %d: %s", seed, made).isEqualTo(isCircle(past));
    if (told != null) {
      assertThat(told.cycle()).hasSizeGreaterThan(1);
      for (int i = 0; i < told.cycle().size(); i++) {
        Precedence step = told.cycle().get(i);
        assertThat(step.from()).isEqualTo(i);
        assertThat(step.to()).isEqualTo((i + 1) % told.cycle().size());
        int from = number(told.witness().get(step.from()));
        int to = number(told.witness().get(step.to()));
        assertThat(
                switch (step.kind()) {
                  case "wr" -> reads(made.get(to), from);
                  case "process" -> from < to && made.get(from).session() == made.get(to).session();
                  default -> isForced(made, past, from, to);
                })
            .as("seed %d: %s, of %s", seed, step, made)
            .isTrue();
      }
    }
  }

  /** The number that a transaction writes. */
  private static int number(Operation operation) {
    return (int) operation.argument().asList().getLast().asList().getLast().asLong();
  }

  private static boolean reads(Txn reader, int writer) {
    return IntStream.of(reader.reads()).anyMatch(read -> read == writer);
  }

  /** Whether somebody read a key from one, or nobody, and had seen the other's write of it. */
  private static boolean isForced(List<Txn> made, int[] past, int from, int to) {
    for (int key = 0; key < KEYS; key++) {
      for (int t = 0; t < made.size(); t++) {
        int read = made.get(t).reads()[key];
        boolean overwritten = read == to && sawWrite(made, past[t], from, key);
        boolean missed = t == from && read == INITIAL && sawWrite(made, past[t], to, key);
        if (overwritten || missed) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean sawWrite(List<Txn> made, int past, int writer, int key) {
    return (past & 1 << writer) != 0 && made.get(writer).writes()[key];
  }

  private static List<Txn> made(SplittableRandom random) {
    int n = 3 + random.nextInt(4);
    double odd = random.nextInt(4) * 0.1;
    int[] sees = new int[n];
    List<Txn> made = new ArrayList<>();
    int[] last = new int[SESSIONS];
    for (int t = 0; t < n; t++) {
      int session = random.nextInt(SESSIONS);
      if (last[session] > 0 && random.nextInt(3) > 0) {
        sees[t] |= sees[last[session] - 1] | 1 << (last[session] - 1);
      }
      last[session] = t + 1;
      for (int other = 0; other < t; other++) {
        if (random.nextInt(3) == 0) {
          sees[t] |= 1 << other | (random.nextDouble() < odd ? 0 : sees[other]);
        }
      }
      boolean[] writes = new boolean[KEYS];
      int[] reads = new int[KEYS];
      writes[random.nextInt(KEYS)] = true;
      writes[random.nextInt(KEYS)] |= random.nextBoolean();
      for (int key = 0; key < KEYS; key++) {
        int seen = INITIAL;
        for (int other = 0; other < t; other++) {
          boolean counts = (sees[t] & 1 << other) != 0 && random.nextDouble() >= odd;
          seen = counts && made.get(other).writes()[key] ? other : seen;
        }
        reads[key] = random.nextInt(5) < 3 ? seen : NOTHING;
      }
      made.add(new Txn(session, reads, writes));
    }
    return made;
  }

  /** Each session calls one after the other; which session goes on is left to chance. */
  private static RwRegister history(List<Txn> made, SplittableRandom random) {
    List<Event> events = new ArrayList<>();
    int[] at = new int[SESSIONS];
    boolean[] isCalled = new boolean[SESSIONS];
    while (events.size() < 2 * made.size()) {
      int session = random.nextInt(SESSIONS);
      while (at[session] < made.size() && made.get(at[session]).session() != session) {
        at[session]++;
      }
      if (at[session] == made.size()) {
        continue;
      }
      int t = at[session];
      Event.Type type = isCalled[session] ? Event.Type.OK : Event.Type.INVOKE;
      int instant = events.size();
      Value micro = micro(made.get(t), t, type == Event.Type.OK);
      events.add(new Event(instant, instant, session, type, "txn", Value.NIL, micro, ""));
      at[session] += isCalled[session] ? 1 : 0;
      isCalled[session] ^= true;
    }
    Transactions transactions = new Transactions(History.of(events).columns());
    return new RwRegister(
        transactions,
        Writers.of(transactions, MicroOps.Kind.WRITE),
        new Findings(transactions),
        Budget.of(Duration.ofMinutes(1)));
  }

  private static Value micro(Txn txn, int t, boolean isOver) {
    List<Value> micro = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      if (txn.reads()[key] != NOTHING) {
        boolean tells = isOver && txn.reads()[key] != INITIAL;
        Value value = tells ? Value.of((long) txn.reads()[key]) : Value.NIL;
        micro.add(Value.seq(Value.of("r"), Value.of((long) key), value));
      }
    }
    for (int key = 0; key < KEYS; key++) {
      if (txn.writes()[key]) {
        micro.add(Value.seq(Value.of("w"), Value.of((long) key), Value.of((long) t)));
      }
    }
    return new Value.Seq(micro);
  }

  // Trying everything.

  /** By transaction: whom it has seen, directly or not. */
  private static int[] past(List<Txn> made, boolean withSessions) {
    int n = made.size();
    int[] past = new int[n];
    for (int t = 0; t < n; t++) {
      for (int read : made.get(t).reads()) {
        past[t] |= read >= 0 ? 1 << read : 0;
      }
      for (int other = 0; withSessions && other < t; other++) {
        past[t] |= made.get(other).session() == made.get(t).session() ? 1 << other : 0;
      }
    }
    for (int through = 0; through < n; through++) {
      for (int t = 0; t < n; t++) {
        past[t] |= (past[t] & 1 << through) != 0 ? past[through] : 0;
      }
    }
    return past;
  }

  private static boolean isCircle(int[] past) {
    return IntStream.range(0, past.length).anyMatch(t -> (past[t] & 1 << t) != 0);
  }

  private static boolean keeps(List<Txn> made, int[] past) {
    return !isCircle(past) && keeps(made, past, new ArrayList<>());
  }

  /** Whether some order of all transactions, of which the first are given, explains every read. */
  private static boolean keeps(List<Txn> made, int[] past, List<Integer> order) {
    if (order.size() == made.size()) {
      return true;
    }
    for (int t = 0; t < made.size(); t++) {
      if (!order.contains(t) && explains(made, past[t], t, order)) {
        order.add(t);
        if (keeps(made, past, order)) {
          return true;
        }
        order.removeLast();
      }
    }
    return false;
  }

  /** Whether a transaction fits behind others: all that it saw is there, and last what it read. */
  private static boolean explains(List<Txn> made, int past, int t, List<Integer> order) {
    int placed = order.stream().mapToInt(other -> 1 << other).sum();
    if ((past & ~placed) != 0) {
      return false;
    }
    for (int key = 0; key < KEYS; key++) {
      int last = INITIAL;
      for (int other : order) {
        boolean counts = (past & 1 << other) != 0 && made.get(other).writes()[key];
        last = counts ? other : last;
      }
      if (made.get(t).reads()[key] != NOTHING && made.get(t).reads()[key] != last) {
        return false;
      }
    }
    return true;
  }
}
