package dev.ordeal.checkers.assertion;

import dev.ordeal.results.history.Event;
import dev.ordeal.results.history.Value;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A call that is under way. It ends once, on any thread; ending it a second time is an {@link
 * IllegalStateException}.
 */
public final class RecordedCall {
  private final HistoryRecorder recorder;
  private final int process;
  private final String function;
  private final Value key;
  private final Value argument;
  private final AtomicBoolean isOver = new AtomicBoolean();

  RecordedCall(HistoryRecorder recorder, int process, String function, Value key, Value argument) {
    this.recorder = recorder;
    this.process = process;
    this.function = function;
    this.key = key;
    this.argument = argument;
  }

  /** It happened, and returned nothing beyond that. */
  public void ok() {
    end(Event.Type.OK, argument, "");
  }

  /**
   * It happened.
   *
   * @param result what it returned; null for none
   * @throws IllegalArgumentException if the result is of another type than those allowed
   */
  public void ok(Object result) {
    end(Event.Type.OK, Values.of(result), "");
  }

  /** It certainly did not happen and never will: a compare-and-set that found another value. */
  public void fail(String error) {
    end(Event.Type.FAIL, argument, error);
  }

  /** It may have happened, or happen later. */
  public void info(String error) {
    end(Event.Type.INFO, argument, error);
  }

  private void end(Event.Type type, Value result, String error) {
    if (isOver.getAndSet(true)) {
      throw new IllegalStateException(function + " has ended already");
    }
    recorder.end(this, type, result, error, type == Event.Type.INFO);
  }

  int process() {
    return process;
  }

  String function() {
    return function;
  }

  Value key() {
    return key;
  }
}
