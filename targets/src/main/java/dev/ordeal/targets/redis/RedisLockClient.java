package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.lock.LockClient;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Locks and semaphores as sets of those who hold them. They do not expire: a permit is only ever
 * given back by its holder.
 */
final class RedisLockClient implements LockClient {
  private static final String ACQUIRE =
      "if redis.call('SCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end "
          + "return redis.call('SADD', KEYS[1], ARGV[1])";

  private static final AtomicLong HOLDERS = new AtomicLong();

  private final RedisSession session;

  /** Who this is: no other client of the run is called so. */
  private final String holder = "client-" + HOLDERS.incrementAndGet();

  private final Set<Long> held = new HashSet<>();

  RedisLockClient(RedisSession session) {
    this.session = session;
  }

  @Override
  public boolean acquire(long lock, int permits) throws IOException, DefiniteFailure {
    if (held.contains(lock)) {
      return false;
    }
    boolean isAcquired =
        RedisSession.isOne(
            session.update("EVAL", ACQUIRE, "1", name(lock), holder, Integer.toString(permits)));
    if (isAcquired) {
      held.add(lock);
    }
    return isAcquired;
  }

  @Override
  public boolean release(long lock) throws IOException, DefiniteFailure {
    if (!held.contains(lock)) {
      return false;
    }
    boolean isReleased = RedisSession.isOne(session.update("SREM", name(lock), holder));
    held.remove(lock);
    if (!isReleased) {
      throw new IOException("a permit that was held is gone");
    }
    return true;
  }

  private static String name(long lock) {
    return "lock:" + lock;
  }

  @Override
  public void close() {
    session.close();
  }
}
