package dev.ordeal.checkers.assertion;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A history that is written down, call after call, in the order of real time. Indices, times (a
 * millisecond an event) and processes are assigned here. Made by {@link Histories}; not
 * thread-safe.
 *
 * <p>A call begins and ends before the next one begins, unless {@link #begins} comes before it: it
 * is under way then until the same client {@link #ends} it, and calls of other clients overlap it.
 *
 * <pre>{@code
 * Histories.register()
 *     .by(0).write(1)
 *     .by(0).begins().write(2)      //  client 0  |write 1|  |------write 2------|
 *     .by(1).read(2)
 *     .by(2).read(1)                //  client 1               |read 2|
 *     .by(0).ends()                 //  client 2                        |read 1|
 *     .history();
 * }</pre>
 *
 * <p>Arguments, keys and results are numbers without fraction, strings, booleans, lists of these,
 * {@link Value}s, or null for none; anything else is an {@link IllegalArgumentException}.
 *
 * @param <H> the type itself
 */
public abstract sealed class WrittenHistory<H extends WrittenHistory<H>>
    permits RegisterHistory,
        SetHistory,
        QueueHistory,
        CounterHistory,
        LockHistory,
        TransactionHistory {
  private static final long APART_NANOS = 1_000_000;

  private final List<Event> events = new ArrayList<>();
  private final Map<Integer, Integer> processes = new HashMap<>();
  private final Map<Integer, Pending> pending = new HashMap<>();
  private int processCount;
  private int client;
  private Value key = Value.NIL;
  private boolean isBeginning;

  /** A call under way: its invocation, and what it will answer. */
  private record Pending(Event invocation, Value answer) {}

  WrittenHistory() {}

  abstract H self();

  /**
   * Whose calls follow: until another one is named, or client 0 if none is.
   *
   * @param number any; the same number is the same client, and the same process
   */
  public H by(int number) {
    client = number;
    return self();
  }

  /** The next call only begins; {@link #ends}, {@link #fails} or {@link #isLost} end it. */
  public H begins() {
    isBeginning = true;
    return self();
  }

  /**
   * The call that the client has under way ends, with the answer that was written for it.
   *
   * @throws IllegalStateException if it has none under way
   */
  public H ends() {
    Pending call = over("ends");
    complete(call, Event.Type.OK, call.answer(), "");
    return self();
  }

  /** The call that the client has under way ends: it certainly did not happen and never will. */
  public H fails() {
    Pending call = over("fails");
    complete(call, Event.Type.FAIL, call.invocation().value(), "failed");
    return self();
  }

  /**
   * The client learns no outcome of the call that it has under way: it may have happened, or happen
   * later. The client goes on as a new process.
   */
  public H isLost() {
    Pending call = over("isLost");
    complete(call, Event.Type.INFO, call.invocation().value(), "lost");
    processes.remove(client);
    return self();
  }

  /** What was written so far; the outcome of calls that have not ended is unknown. */
  public History history() {
    if (isBeginning) {
      throw new IllegalStateException("begins() needs a call behind it");
    }
    return History.of(List.copyOf(events));
  }

  /** Which object the next calls concern. */
  void object(Object newKey) {
    key = Values.of(newKey);
  }

  /** Writes a call. */
  H call(String function, Object argument, Object answer) {
    Pending open = pending.get(client);
    if (open != null) {
      throw new IllegalStateException(
          "client %d has a %s under way: end it with ends(), fails() or isLost() first"
              .formatted(client, open.invocation().function()));
    }
    Value asked = Values.of(argument);
    Value answered = Values.of(answer);
    int process = processes.computeIfAbsent(client, fresh -> processCount++);
    Event invocation = Event.invoke(events.size(), now(), process, function, key, asked);
    events.add(invocation);
    Pending call = new Pending(invocation, answered);
    if (isBeginning) {
      pending.put(client, call);
      isBeginning = false;
    } else {
      complete(call, Event.Type.OK, answered, "");
    }
    return self();
  }

  private Pending over(String how) {
    Pending call = pending.remove(client);
    if (call == null) {
      throw new IllegalStateException(
          "%s(): client %d has no call under way; begins() before a call leaves it so"
              .formatted(how, client));
    }
    return call;
  }

  private void complete(Pending call, Event.Type type, Value value, String error) {
    Event begun = call.invocation();
    events.add(
        new Event(
            events.size(),
            now(),
            begun.process(),
            type,
            begun.function(),
            begun.key(),
            value,
            error));
  }

  private long now() {
    return events.size() * APART_NANOS;
  }
}
