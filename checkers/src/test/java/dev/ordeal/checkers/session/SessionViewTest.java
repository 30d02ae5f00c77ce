package dev.ordeal.checkers.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.made.Seeds;
import dev.ordeal.checkers.session.SessionView.Knowledge;
import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What came before a checkpoint is placed once for many sessions: that must change no answer. */
class SessionViewTest {
  private static final long HISTORIES = Seeds.count(20_000);
  private static final Budget BUDGET = Budget.of(Duration.ofHours(2));

  private record Write(int key, long value, Set<Write> seen) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Write write && write.value == value;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(value);
    }
  }

  /** Copies that learn of each other's writes late, and clients that leave them for new ones. */
  private static final class Copies {
    private final Shape shape;
    private final SplittableRandom random;
    private final boolean lastWriterWins;
    private final List<Write> writes = new ArrayList<>();
    private final List<List<Write>> copies = new ArrayList<>();
    private final List<Integer> processes = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final double lies;
    private final int keys;
    private int nextProcess;

    Copies(Shape shape, long seed) {
      this.shape = shape;
      random = new SplittableRandom(seed);
      lastWriterWins = random.nextBoolean();
      lies = random.nextInt(3) * 0.04;
      keys = 1 + random.nextInt(4);
      for (int copy = 0; copy < 1 + random.nextInt(4); copy++) {
        copies.add(new ArrayList<>());
        processes.add(nextProcess++);
      }
    }

    History history() {
      int calls = 10 + random.nextInt(60);
      for (int call = 0; call < calls; call++) {
        int copy = random.nextInt(copies.size());
        if (random.nextInt(12) == 0) {
          processes.set(copy, nextProcess++);
        }
        deliver(copies.get(copy));
        int key = random.nextInt(keys);
        if (random.nextInt(100) < 45) {
          write(copy, key);
        } else {
          call(copy, "read", key, Value.NIL, read(copies.get(copy), key));
        }
      }
      return History.of(events);
    }

    private void deliver(List<Write> copy) {
      for (Write write : writes) {
        if (random.nextInt(6) == 0 && !copy.contains(write) && copy.containsAll(write.seen())) {
          copy.add(write);
        }
      }
    }

    private void write(int copy, int key) {
      long value = writes.size() + 1L;
      Write write = new Write(key, value, new HashSet<>(copies.get(copy)));
      writes.add(write);
      copies.get(copy).add(write);
      String function =
          switch (shape) {
            case REGISTER -> "write";
            case LIST -> "append";
            case SET -> "add";
          };
      call(copy, function, key, Value.of(value), Value.of(value));
    }

    private Value read(List<Write> copy, int key) {
      List<Value> held = new ArrayList<>();
      long most = 0;
      for (Write write : copy) {
        if (write.key() == key && !(lastWriterWins && isRegister() && write.value() < most)) {
          held.add(Value.of(write.value()));
          most = Math.max(most, write.value());
        }
      }
      if (!held.isEmpty() && random.nextDouble() < lies) {
        held.subList(random.nextInt(held.size()), held.size()).clear();
      }
      if (held.size() > 1 && random.nextDouble() < lies) {
        Collections.swap(held, random.nextInt(held.size()), random.nextInt(held.size()));
      }
      if (isRegister()) {
        return held.isEmpty() ? Value.NIL : held.getLast();
      }
      return Value.seq(held.toArray(Value[]::new));
    }

    private boolean isRegister() {
      return shape == Shape.REGISTER;
    }

    private void call(int copy, String function, int key, Value argument, Value result) {
      int at = events.size();
      int process = processes.get(copy);
      Value on = Value.of(key);
      events.add(Event.invoke(at, at, process, function, on, argument));
      events.add(new Event(at + 1, at + 1, process, Event.Type.OK, function, on, result, ""));
    }
  }

  private static boolean isKept(Trace trace, Knowledge knowledge, boolean withCheckpoints) {
    NewlyVisibleWrites news = new NewlyVisibleWrites(trace);
    Checkpoints checkpoints = new Checkpoints(trace, news, withCheckpoints);
    boolean listsFit = trace.shape == Shape.LIST && listsFit(trace);
    SessionView view =
        new SessionView(trace, news, checkpoints, knowledge, withCheckpoints && listsFit, BUDGET);
    boolean kept = true;
    for (int session : checkpoints.sessions()) {
      kept &= view.contradiction(session).isEmpty();
    }
    return kept;
  }

  private static boolean listsFit(Trace trace) {
    Explanation explanation = new Explanation(trace, BUDGET);
    return explanation.listsFit(explanation.allOrders());
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void checkpointsChangeNoAnswer(Shape shape) {
    int kept = 0;
    int joined = 0;
    for (long seed = 0; seed < HISTORIES; seed++) {
      History history = new Copies(shape, seed).history();
      Trace trace = TraceReader.read(history, Value.NIL);
      for (Knowledge knowledge : List.of(Knowledge.ALL_READS, Knowledge.ONLY_READS)) {
        boolean alone = isKept(trace, knowledge, false);
        assertThat(isKept(trace, knowledge, true))
            .as("%s, seed %d: %s", knowledge, seed, history.operations())
            .isEqualTo(alone);
        kept += alone ? 1 : 0;
      }
      Checkpoints checkpoints = new Checkpoints(trace, new NewlyVisibleWrites(trace), true);
      for (int session = 0; session < trace.sessions(); session++) {
        joined += checkpoints.join(session) == Trace.NOBODY ? 0 : 1;
      }
    }
    System.out.printf("%s: %d of %d kept, %d joined%n", shape, kept, 2 * HISTORIES, joined);
    assertThat(kept).isBetween((int) HISTORIES / 10, (int) HISTORIES * 2 - 10);
    assertThat(joined).isGreaterThan((int) HISTORIES);
  }
}
