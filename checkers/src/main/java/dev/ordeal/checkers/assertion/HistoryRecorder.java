package dev.ordeal.checkers.assertion;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Records what threads of a program ask of an object, and what they are answered. Thread-safe.
 *
 * <pre>{@code
 * HistoryRecorder recorder = new HistoryRecorder();
 * // on any thread, as often as wanted:
 * recorder.call("write", 5, () -> register.set(5));
 * recorder.call("read", null, register::get);
 * // once all threads have ended:
 * HistoryAssert.assertThat(recorder.history()).isLinearizable("register");
 * }</pre>
 *
 * <p>Functions, arguments and results are those of the model or level that judges them; {@code
 * docs/history.md} lists them. Processes and indices are assigned here: a call whose outcome stays
 * unknown keeps its process for itself, as the definition of a history asks.
 *
 * <p>Arguments, keys and results are numbers without fraction, strings, booleans, lists of these,
 * {@link Value}s, or null for none. A call costs about a microsecond.
 */
public final class HistoryRecorder {
  /** Where false says that another value was there, the lock was held, or the queue was full. */
  private static final Set<String> FALSE_IS_NOT_DONE = Set.of("cas", "acquire", "enqueue");

  private final long start = System.nanoTime();
  private final List<Event> events = new ArrayList<>();
  private final BitSet busy = new BitSet();

  /**
   * Begins a call on the only object that there is.
   *
   * @param function {@code read}, {@code write}, …
   * @param argument null for none
   */
  public RecordedCall begin(String function, Object argument) {
    return begin(function, null, argument);
  }

  /**
   * Begins a call.
   *
   * @param key which of several objects; null if there is only one
   * @param argument null for none
   * @throws IllegalArgumentException if key or argument is of another type than those allowed
   */
  public RecordedCall begin(String function, Object key, Object argument) {
    Value onKey = Values.of(key);
    Value asked = Values.of(argument);
    synchronized (this) {
      int process = busy.nextClearBit(0);
      busy.set(process);
      add(Event.invoke(events.size(), now(), process, function, onKey, asked));
      return new RecordedCall(this, process, function, onKey, asked);
    }
  }

  /**
   * Makes a call on the only object that there is, and records it. What the body returns is the
   * result, null that there is none; what it throws leaves the outcome unknown, and is thrown on. A
   * {@code cas}, {@code acquire} or {@code enqueue} whose body returns false has failed: it did not
   * happen.
   *
   * @param argument null for none
   * @return what the body returned
   */
  public <T> T call(String function, Object argument, Callable<T> body) throws Exception {
    RecordedCall call = begin(function, argument);
    T result = made(call, body);
    if (Boolean.FALSE.equals(result) && FALSE_IS_NOT_DONE.contains(function)) {
      call.fail("answered false");
    } else {
      call.ok(result);
    }
    return result;
  }

  /**
   * Makes a call that returns nothing, and records it as {@link #call(String, Object, Callable)},
   * with the argument as the result.
   */
  public void call(String function, Object argument, Body body) throws Exception {
    RecordedCall call = begin(function, argument);
    made(
        call,
        () -> {
          body.run();
          return true;
        });
    call.ok();
  }

  private static <T> T made(RecordedCall call, Callable<T> body) throws Exception {
    try {
      return body.call();
    } catch (Exception | Error unknown) {
      call.info(unknown.toString());
      throw unknown;
    }
  }

  /** A call that returns nothing. */
  @FunctionalInterface
  public interface Body {
    void run() throws Exception;
  }

  /**
   * What was recorded so far. Calls under way are in it without an end: whether they happen is
   * unknown.
   */
  public synchronized History history() {
    return History.of(List.copyOf(events));
  }

  /**
   * Ends a call.
   *
   * @param isProcessOver whether the process makes no other call
   */
  synchronized void end(
      RecordedCall call, Event.Type type, Value result, String error, boolean isProcessOver) {
    add(
        new Event(
            events.size(),
            now(),
            call.process(),
            type,
            call.function(),
            call.key(),
            result,
            error));
    busy.set(call.process(), isProcessOver);
  }

  private long now() {
    return System.nanoTime() - start;
  }

  private void add(Event event) {
    events.add(event);
  }
}
