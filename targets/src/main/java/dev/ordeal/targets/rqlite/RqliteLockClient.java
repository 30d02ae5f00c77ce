package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.lock.LockClient;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Locks and semaphores as rows, one for each permit that is held. They do not expire: a permit is
 * only ever given back by its holder.
 */
final class RqliteLockClient implements LockClient {
  private static final AtomicLong HOLDERS = new AtomicLong();

  private final RqliteSession session;

  /** Who this is: no other client of the run is called so. */
  private final String holder = "client-" + HOLDERS.incrementAndGet();

  private final Set<Long> held = new HashSet<>();

  RqliteLockClient(RqliteSession session) {
    this.session = session;
  }

  @Override
  public boolean acquire(long lock, int permits)
      throws IOException, InterruptedException, DefiniteFailure {
    if (held.contains(lock)) {
      return false;
    }
    boolean isAcquired =
        session.change(
                "INSERT INTO permits (permit, holder) SELECT ?, ?"
                    + " WHERE (SELECT count(*) FROM permits WHERE permit = ?) < ?",
                lock,
                holder,
                lock,
                permits)
            > 0;
    if (isAcquired) {
      held.add(lock);
    }
    return isAcquired;
  }

  @Override
  public boolean release(long lock) throws IOException, InterruptedException, DefiniteFailure {
    if (!held.contains(lock)) {
      return false;
    }
    boolean isReleased =
        session.change("DELETE FROM permits WHERE permit = ? AND holder = ?", lock, holder) > 0;
    held.remove(lock);
    if (!isReleased) {
      throw new IOException("a permit that was held is gone");
    }
    return true;
  }

  @Override
  public void close() {
    session.close();
  }
}
