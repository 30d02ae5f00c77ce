package dev.ordeal.workloads.generator;

import dev.ordeal.workloads.client.Call;

/**
 * Something that a generator wants done.
 *
 * <p>{@code time} is when, in nanoseconds since the run began, never before the context's time;
 * {@code thread} is the free thread that shall do it.
 */
public sealed interface Op {
  long time();

  int thread();

  Op at(long newTime);

  Op on(int newThread);

  /** A client's call. */
  record Invoke(long time, int thread, Call call) implements Op {
    @Override
    public Invoke at(long newTime) {
      return new Invoke(newTime, thread, call);
    }

    @Override
    public Invoke on(int newThread) {
      return new Invoke(time, newThread, call);
    }
  }

  /** Keeps a thread busy for a while; not recorded. */
  record Sleep(long time, int thread, long nanos) implements Op {
    @Override
    public Sleep at(long newTime) {
      return new Sleep(newTime, thread, nanos);
    }

    @Override
    public Sleep on(int newThread) {
      return new Sleep(time, newThread, nanos);
    }
  }

  /** A line for the log; not recorded. */
  record Log(long time, int thread, String message) implements Op {
    @Override
    public Log at(long newTime) {
      return new Log(newTime, thread, message);
    }

    @Override
    public Log on(int newThread) {
      return new Log(time, newThread, message);
    }
  }
}
