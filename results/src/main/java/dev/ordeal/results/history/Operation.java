package dev.ordeal.results.history;

import java.util.Optional;

/**
 * One call of a client: an invocation and, where it ended, its completion.
 *
 * @param invocation the call
 * @param completion how it ended; empty if the history ends first
 */
public record Operation(Event invocation, Optional<Event> completion) {
  /** The function of transactions of micro-operations. */
  public static final String TRANSACTION = "txn";

  /** How an operation ended; one without completion counts as {@code INFO}. */
  public Event.Type outcome() {
    return completion.map(Event::type).orElse(Event.Type.INFO);
  }

  public boolean isOk() {
    return outcome() == Event.Type.OK;
  }

  public boolean isFail() {
    return outcome() == Event.Type.FAIL;
  }

  public boolean isInfo() {
    return outcome() == Event.Type.INFO;
  }

  public String function() {
    return invocation.function();
  }

  public int process() {
    return invocation.process();
  }

  /** The node that the client talked to; empty where that is not recorded. */
  public String node() {
    String called = invocation.node();
    return called.isEmpty() ? completion.map(Event::node).orElse("") : called;
  }

  /** Who made the call: {@code process 3}, or {@code process 3 @ n2} where the node is recorded. */
  public String caller() {
    return "process " + process() + (node().isEmpty() ? "" : " @ " + node());
  }

  public Value key() {
    return invocation.key();
  }

  /** Why it did not succeed; empty if it did, or if that is not known. */
  public String error() {
    return completion.map(Event::error).orElse("");
  }

  /** The argument of the call. */
  public Value argument() {
    return invocation.value();
  }

  /** What the call returned; {@link Value#NIL} unless it ended {@code ok}. */
  public Value result() {
    return isOk() ? completion.get().value() : Value.NIL;
  }

  /** Nanoseconds at which the call was made. */
  public long start() {
    return invocation.time();
  }

  /** Nanoseconds at which the call is known to be over; {@link Long#MAX_VALUE} for an info. */
  public long end() {
    return isInfo() ? Long.MAX_VALUE : completion.get().time();
  }

  /**
   * A short name, from the place of its invocation in the history: {@code #17}, of a transaction
   * {@code T17}.
   */
  public String label() {
    return (function().equals(TRANSACTION) ? "T" : "#") + invocation.index();
  }

  /**
   * What was asked, and what was answered where that says more: {@code 5}, {@code x = true}; empty
   * for a question without an argument that has no known answer.
   */
  public String said() {
    if (!isOk() && argument().isNil()) {
      return "";
    }
    if (!isOk() || result().equals(argument()) || (result().isNil() && !argument().isNil())) {
      return argument().brief();
    }
    // A transaction's answer repeats what it was asked.
    boolean repeats = argument() instanceof Value.Seq && result() instanceof Value.Seq;
    return argument().isNil() || repeats
        ? result().brief()
        : argument().brief() + " = " + result().brief();
  }

  /** One line for people: {@code #12 process 3 @ n2: write 5 → ok}. */
  public String describe() {
    String error = error();
    String reason = error.isEmpty() ? "" : " (" + error + ")";
    return "%s %s: %s → %s%s".formatted(label(), caller(), did(), outcome().wireName(), reason);
  }

  /** What was asked of which object, and what was answered: {@code write key 3 5}. */
  public String did() {
    String object = key().isNil() ? "" : " key " + key();
    return (function() + object + " " + said()).strip();
  }
}
