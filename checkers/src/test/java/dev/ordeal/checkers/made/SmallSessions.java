package dev.ordeal.checkers.made;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small random histories of transactions in a few sessions: each has seen some others, mostly those
 * before it in its session, and mostly whom these have seen; now and then single reads show more or
 * less.
 */
public final class SmallSessions {
  private static final int KEYS = 2;

  private final SplittableRandom random;
  private final boolean isList;
  private final boolean isSet;
  private final boolean repeats;
  private final int sessions;
  private final double odd;
  private final double forgets;
  private final List<Event.Type> outcomes = new ArrayList<>();
  private final int[] session;
  private final int[] sees;
  private final List<List<List<Value>>> written = new ArrayList<>();
  private final List<List<Value>> done = new ArrayList<>();
  private final int[] given = new int[KEYS];

  private SmallSessions(String type, int n, SplittableRandom random) {
    this.random = random;
    isList = type.equals("list-append");
    isSet = type.equals("set-add");
    repeats = type.equals("rw-repeated");
    sessions = 1 + random.nextInt(3);
    odd = random.nextInt(3) * 0.12;
    forgets = random.nextInt(4) * 0.25;
    session = new int[n];
    sees = new int[n];
  }

  /**
   * Makes a history of {@code list-append}, {@code set-add}, {@code rw-register} or {@code
   * rw-repeated}, in which values are 1 or 2.
   */
  public static History of(String type, SplittableRandom random) {
    int n = type.equals("rw-repeated") ? 2 + random.nextInt(3) : 3 + random.nextInt(3);
    SmallSessions made = new SmallSessions(type, n, random);
    for (int t = 0; t < n; t++) {
      made.transaction(t);
    }
    return made.history();
  }

  private void transaction(int t) {
    session[t] = random.nextInt(sessions);
    int luck = random.nextInt(16);
    outcomes.add(luck == 0 ? Event.Type.FAIL : luck == 1 ? Event.Type.INFO : Event.Type.OK);
    for (int other = 0; other < t; other++) {
      boolean sameSession = session[other] == session[t] && random.nextDouble() >= forgets;
      if (outcomes.get(other) != Event.Type.FAIL && (sameSession || random.nextInt(4) == 0)) {
        sees[t] |= 1 << other | (random.nextDouble() < forgets ? 0 : sees[other]);
      }
    }
    List<List<Value>> own = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      own.add(new ArrayList<>());
    }
    written.add(own);
    List<Value> micro = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int m = 0; m < count; m++) {
      int key = random.nextInt(KEYS);
      if (random.nextDouble() < 0.4) {
        Value value = Value.of(repeats ? 1 + random.nextInt(2) : ++given[key]);
        own.get(key).add(value);
        String write = isList ? "append" : isSet ? "add" : "w";
        micro.add(Value.seq(Value.of(write), Value.of(key), value));
      } else {
        micro.add(Value.seq(Value.of("r"), Value.of(key), read(t, key)));
      }
    }
    done.add(micro);
  }

  private Value read(int t, int key) {
    int view = sees[t];
    if (random.nextDouble() < odd && t > 0) {
      view ^= 1 << random.nextInt(t);
    }
    boolean sawLater = false;
    List<Value> values = new ArrayList<>();
    for (int other = t - 1; other >= 0; other--) {
      // A list is read with all that stands before what is seen of it.
      boolean sees = (view & 1 << other) != 0 || (isList && sawLater);
      if (sees && (outcomes.get(other) != Event.Type.FAIL || random.nextDouble() < odd)) {
        sawLater |= !written.get(other).get(key).isEmpty();
        values.addAll(0, written.get(other).get(key));
      }
    }
    if (random.nextDouble() >= odd) {
      values.addAll(written.get(t).get(key));
    }
    if (isList || isSet) {
      return new Value.Seq(values);
    }
    return values.isEmpty() ? Value.NIL : values.getLast();
  }

  /** Each session calls one after the other; which session goes on is left to chance. */
  private History history() {
    List<Event> events = new ArrayList<>();
    int[] at = new int[sessions];
    int[] name = new int[sessions];
    List<Integer> open = new ArrayList<>(Collections.nCopies(sessions, -1));
    int left = done.size();
    for (int s = 0; s < sessions; s++) {
      name[s] = s;
    }
    while (left > 0) {
      int s = random.nextInt(sessions);
      while (at[s] < done.size() && session[at[s]] != s) {
        at[s]++;
      }
      if (open.get(s) < 0 && at[s] < done.size()) {
        open.set(s, at[s]++);
        add(events, name[s], Event.Type.INVOKE, request(done.get(open.get(s))));
      } else if (open.get(s) >= 0) {
        int t = open.get(s);
        boolean ok = outcomes.get(t) == Event.Type.OK;
        Value value = ok ? new Value.Seq(done.get(t)) : request(done.get(t));
        add(events, name[s], outcomes.get(t), value);
        name[s] += outcomes.get(t) == Event.Type.INFO ? sessions : 0;
        open.set(s, -1);
        left--;
      }
    }
    return History.of(events);
  }

  /** A transaction as it is called: its reads are open. */
  private static Value request(List<Value> micro) {
    return new Value.Seq(
        micro.stream()
            .map(
                op ->
                    op.asList().getFirst().asText().equals("r")
                        ? Value.seq(op.asList().get(0), op.asList().get(1), Value.NIL)
                        : op)
            .toList());
  }

  private static void add(List<Event> events, int process, Event.Type type, Value value) {
    int at = events.size();
    events.add(new Event(at, at, process, type, "txn", Value.NIL, value, ""));
  }
}
