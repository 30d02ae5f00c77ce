package dev.ordeal.workloads.log;

import dev.ordeal.results.history.Value;
import dev.ordeal.workloads.client.Call;

/** What is asked of logs. */
sealed interface LogCall extends Call {
  /** The log concerned. */
  long log();

  @Override
  default Value key() {
    return Value.of(log());
  }

  @Override
  default Value argument() {
    return Value.NIL;
  }

  /** Appends a message. */
  record Send(long log, long message) implements LogCall {
    @Override
    public String function() {
      return "send";
    }

    @Override
    public Value argument() {
      return Value.of(message);
    }
  }

  /**
   * Asks for what comes next.
   *
   * @param fromStart whether from the log's beginning, wherever the client was
   */
  record Poll(long log, boolean fromStart) implements LogCall {
    @Override
    public String function() {
      return "poll";
    }

    @Override
    public Value argument() {
      return fromStart ? Value.of(0) : Value.NIL;
    }

    @Override
    public boolean isReadOnly() {
      return true;
    }
  }

  /** Commits what the client has polled. */
  record Commit(long log) implements LogCall {
    @Override
    public String function() {
      return "commit";
    }
  }

  /** Goes on behind what was committed last, by whichever client. */
  record Assign(long log) implements LogCall {
    @Override
    public String function() {
      return "assign";
    }

    @Override
    public boolean isReadOnly() {
      return true;
    }
  }
}
