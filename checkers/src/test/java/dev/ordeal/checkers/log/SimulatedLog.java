package dev.ordeal.checkers.log;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A log with concurrent clients, in one thread: sends may end long after they took effect, or with
 * an unknown outcome before they do; messages become visible late, but in order; offsets are
 * sparse; consumers begin anywhere. At the end everything is polled, from the first offset to the
 * last.
 */
final class SimulatedLog {
  /** What may be wrong with it. */
  enum Bug {
    NONE,
    /** An acknowledged message is not stored. */
    DROPS_MESSAGE,
    /** The newest messages are forgotten, and their offsets given to others. */
    TRUNCATES,
    /** Two sends get one offset, and the second message replaces the first. */
    OVERWRITES,
    /** A message is stored twice. */
    REPEATS,
    /** A send that failed is stored. */
    STORES_FAILED,
    /** A message becomes visible after a later one. */
    SHOWS_LATE,
    /** A poll leaves out a message between others. */
    LEAVES_OUT,
    /** A poll returns two messages in the wrong order. */
    SWAPS,
    /** A poll begins before the offset that it was asked for. */
    BEGINS_EARLY
  }

  private static final int CLIENTS = 4;
  private static final int STEPS = 150;
  private static final int BATCH_MAX = 4;
  private static final int PARTS = 6;

  /** A message that is stored; hidden ones are not visible yet although later ones are. */
  private record Stored(long offset, long value, boolean isHidden) {}

  /** A call under way; null results until it has taken effect. */
  private static final class Call {
    private final String function;
    private final long number;
    private Event.Type ending;
    private Value result;

    Call(String function, long number) {
      this.function = function;
      this.number = number;
    }
  }

  private final SplittableRandom random;
  private final Bug bug;
  private final List<Event> events = new ArrayList<>();
  private final List<Stored> log = new ArrayList<>();
  private final Call[] calls = new Call[CLIENTS];
  private final long[] positions = new long[CLIENTS];
  private final int[] processes = new int[CLIENTS];

  /** Sends whose outcome is unknown, and which may take effect later. */
  private final List<Long> delayed = new ArrayList<>();

  /** The others may as well never have been there. */
  private final Set<Long> acknowledged = new HashSet<>();

  private long lastOffset = -1;
  private long nextMessage;
  private long visibleTo = -1;
  private int nextProcess = CLIENTS;
  private boolean hasStruck;

  SimulatedLog(long seed, Bug bug) {
    this.random = new SplittableRandom(seed);
    this.bug = bug;
    for (int client = 0; client < CLIENTS; client++) {
      processes[client] = client;
    }
  }

  /** Whether a client was shown the bug, or will be when everything is polled. */
  boolean hasStruck() {
    return hasStruck;
  }

  /** Runs it; in the end everything is polled. */
  History run() {
    return run(true);
  }

  /**
   * Runs it.
   *
   * @param isFromStart whether everything is polled in the end, or what is behind some offset
   */
  History run(boolean isFromStart) {
    for (int step = 0; step < STEPS; step++) {
      advance(random.nextInt(CLIENTS));
      if (!delayed.isEmpty() && random.nextInt(PARTS) == 0) {
        store(delayed.removeFirst());
      }
      if (random.nextInt(PARTS) == 0) {
        visibleTo = Math.max(visibleTo, random.nextLong(lastOffset + 2) - 1);
      }
      if (bug == Bug.TRUNCATES && !hasStruck && step > STEPS / 2 && log.size() > 2) {
        truncate();
      }
    }
    for (int client = 0; client < CLIENTS; client++) {
      while (calls[client] != null) {
        advance(client);
      }
    }
    visibleTo = lastOffset;
    log.replaceAll(stored -> new Stored(stored.offset(), stored.value(), false));
    positions[0] = isFromStart ? 0 : random.nextLong(lastOffset + 2);
    long before;
    do {
      before = positions[0];
      calls[0] = begin(0, "poll", before);
      calls[0].result = poll(0, before);
      calls[0].ending = Event.Type.OK;
      end(0);
    } while (positions[0] > before);
    return History.of(events);
  }

  /** A client begins a call, or its call takes effect, or ends. */
  private void advance(int client) {
    Call call = calls[client];
    if (call == null) {
      boolean isSend = random.nextBoolean();
      if (!isSend && random.nextInt(PARTS) == 0) {
        positions[client] = random.nextLong(lastOffset + 2);
      }
      calls[client] =
          isSend ? begin(client, "send", nextMessage++) : begin(client, "poll", positions[client]);
    } else if (call.ending == null) {
      boolean isUnknown = random.nextInt(PARTS) == 0;
      if (call.function.equals("send")) {
        send(call, isUnknown);
      } else {
        call.ending = isUnknown ? Event.Type.INFO : Event.Type.OK;
        call.result = isUnknown ? Value.NIL : poll(client, call.number);
      }
    } else {
      end(client);
    }
  }

  private Call begin(int client, String function, long number) {
    Value argument = function.equals("send") ? Value.of(number) : Value.NIL;
    add(client, Event.Type.INVOKE, function, argument);
    return new Call(function, number);
  }

  private void end(int client) {
    Call call = calls[client];
    add(client, call.ending, call.function, call.result);
    if (call.ending == Event.Type.INFO) {
      processes[client] = nextProcess++;
    }
    calls[client] = null;
  }

  private void add(int client, Event.Type type, String function, Value value) {
    int now = events.size();
    events.add(new Event(now, now, processes[client], type, function, Value.of(1), value, ""));
  }

  private void send(Call call, boolean isUnknown) {
    call.result = Value.of(call.number);
    if (isUnknown) {
      call.ending = Event.Type.INFO;
      if (random.nextBoolean()) {
        delayed.add(call.number);
      }
    } else if (random.nextInt(PARTS) == 0) {
      call.ending = Event.Type.FAIL;
      if (strikes(Bug.STORES_FAILED)) {
        store(call.number);
      }
    } else {
      call.ending = Event.Type.OK;
      acknowledged.add(call.number);
      if (!log.isEmpty()
          && acknowledged.contains(log.getLast().value())
          && strikes(Bug.OVERWRITES)) {
        Stored last = log.removeLast();
        log.add(new Stored(last.offset(), call.number, false));
        call.result = Value.of(last.offset());
        return;
      }
      store(call.number);
      call.result = Value.of(lastOffset);
      if (strikes(Bug.DROPS_MESSAGE)) {
        log.removeLast();
      } else if (strikes(Bug.REPEATS)) {
        store(call.number);
      } else if (bug == Bug.SHOWS_LATE && random.nextInt(PARTS) == 0) {
        log.add(new Stored(lastOffset, log.removeLast().value(), true));
      }
    }
  }

  private void store(long message) {
    lastOffset += 1 + random.nextInt(2);
    log.add(new Stored(lastOffset, message, false));
  }

  private void truncate() {
    Stored forgotten = log.removeLast();
    lastOffset = log.getLast().offset();
    visibleTo = Math.min(visibleTo, lastOffset);
    hasStruck = acknowledged.contains(forgotten.value());
  }

  private Value poll(int client, long from) {
    List<Stored> got = new ArrayList<>();
    int batch = 1 + random.nextInt(BATCH_MAX);
    boolean hasLeftOut = false;
    for (int i = 0; i < log.size() && got.size() < batch; i++) {
      Stored stored = log.get(i);
      if (stored.offset() < from || stored.offset() > visibleTo) {
        continue;
      }
      if (stored.isHidden()) {
        hasLeftOut = true;
      } else {
        got.add(stored);
        hasStruck |= hasLeftOut;
      }
    }
    if (got.size() > 2 && acknowledged.contains(got.get(1).value()) && strikes(Bug.LEAVES_OUT)) {
      got.remove(1);
    } else if (got.size() > 1 && strikes(Bug.SWAPS)) {
      Collections.swap(got, 0, 1);
    } else if (!log.isEmpty() && log.getFirst().offset() < from && strikes(Bug.BEGINS_EARLY)) {
      got.addFirst(log.getFirst());
    }
    positions[client] = got.isEmpty() ? from : Math.max(from, got.getLast().offset() + 1);
    List<Value> messages =
        got.stream().map(s -> Value.seq(Value.of(s.offset()), Value.of(s.value()))).toList();
    return new Value.Dict(Map.of("from", Value.of(from), "messages", new Value.Seq(messages)));
  }

  private boolean strikes(Bug asked) {
    boolean now = bug == asked && random.nextInt(PARTS) == 0;
    hasStruck |= now;
    return now;
  }
}
