package dev.ordeal.targets.foreign;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls foreign code, each call on a platform thread of its own: one that spins or blocks in the
 * kernel would hold up every virtual thread. Thread-safe.
 *
 * <p>A call that does not return in time is interrupted and left to itself. After {@value
 * #STUCK_MAX} such calls of one method that still have not returned, the method is not called any
 * more. A call costs about 0.1 ms.
 */
public final class ForeignCalls {
  private static final int STUCK_MAX = 8;

  private final String owner;
  private final Breaches breaches;
  private final Map<String, List<Thread>> stuck = new HashMap<>();

  /**
   * @param owner whose code it is, for messages: {@code target stuck}
   */
  public ForeignCalls(String owner, Breaches breaches) {
    this.owner = owner;
    this.breaches = breaches;
  }

  /**
   * Makes a call.
   *
   * @param method its name, for messages
   * @return what it returns, never null
   * @throws ForeignCodeException if it threw something, returned null, or did not return in time;
   *     the cause is what was thrown. Each is a breach
   * @throws E if it threw that and it is no sign of a defect ({@link Blame#isMistake})
   */
  public <T, E extends Exception> T call(
      String method, Duration limit, Class<E> declared, Callable<T> body)
      throws E, ForeignCodeException {
    requireFewStuck(method);
    FutureTask<Attempt<T>> task = new FutureTask<>(Attempt.of(body));
    Thread thread = Thread.ofPlatform().daemon().name(owner + " " + method).start(task);
    try {
      return result(method, declared, task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException failed) {
      throw breach(method, "threw " + failed.getCause().getClass(), null);
    } catch (TimeoutException late) {
      String where = Blame.place(thread.getStackTrace());
      abandon(method, thread);
      String did = "has not returned for %.0f s%s".formatted(limit.toMillis() / 1e3, where);
      throw breach(method, did, null);
    } catch (InterruptedException interrupted) {
      abandon(method, thread);
      Thread.currentThread().interrupt();
      throw new ForeignCodeException("interrupted while waiting for " + method, interrupted);
    }
  }

  private <T, E extends Exception> T result(String method, Class<E> declared, Attempt<T> attempt)
      throws E, ForeignCodeException {
    Throwable thrown = attempt.thrown();
    if (thrown != null) {
      if (declared.isInstance(thrown) && !Blame.isMistake(thrown)) {
        throw declared.cast(thrown);
      }
      throw breach(method, "threw " + Blame.shown(thrown) + Blame.place(thrown), thrown);
    }
    if (attempt.value() == null) {
      throw breach(method, "returned null", null);
    }
    return attempt.value();
  }

  /** Makes a call that is not allowed to throw anything. */
  public <T> T call(String method, Duration limit, Callable<T> body) throws ForeignCodeException {
    return call(method, limit, NothingDeclared.class, body);
  }

  /** Never thrown: a bound for calls whose contract allows no exception. */
  private static final class NothingDeclared extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void requireFewStuck(String method) throws ForeignCodeException {
    synchronized (stuck) {
      List<Thread> threads = stuck.computeIfAbsent(method, m -> new ArrayList<>());
      threads.removeIf(thread -> !thread.isAlive());
      if (threads.size() < STUCK_MAX) {
        return;
      }
    }
    throw new ForeignCodeException(
        "%s: %s is not called any more, %d calls have not returned"
            .formatted(owner, method, STUCK_MAX),
        null);
  }

  private void abandon(String method, Thread thread) {
    thread.interrupt();
    synchronized (stuck) {
      stuck.computeIfAbsent(method, m -> new ArrayList<>()).add(thread);
    }
  }

  private ForeignCodeException breach(String method, String did, Throwable cause) {
    String text = "%s: %s %s".formatted(owner, method, did);
    String kind = cause == null ? did.substring(0, Math.min(12, did.length())) : Blame.shown(cause);
    breaches.add(owner + method + kind, text);
    return new ForeignCodeException(text, cause);
  }
}
