package dev.ordeal.targets.zookeeper;

import dev.ordeal.workloads.lock.LockClient;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Locks and semaphores as nodes, one for each permit: who makes it, has it.
 *
 * <p>The nodes are not ephemeral, so a session that is lost does not give back what its client
 * holds: a permit is only ever given back by its holder.
 */
final class ZooKeeperLockClient implements LockClient {
  private final ZooKeeperSession session;
  private final Map<Long, String> held = new HashMap<>();

  ZooKeeperLockClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  public boolean acquire(long lock, int permits) throws IOException, InterruptedException {
    if (held.containsKey(lock)) {
      return false;
    }
    for (int permit = 0; permit < permits; permit++) {
      String path = "/lock-%d-%d".formatted(lock, permit);
      if (session.create(path, "")) {
        held.put(lock, path);
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean release(long lock) throws IOException, InterruptedException {
    String path = held.get(lock);
    if (path == null) {
      return false;
    }
    boolean deleted = session.delete(path);
    held.remove(lock);
    if (!deleted) {
      throw new IOException("the node of a permit that was held is gone");
    }
    return true;
  }

  @Override
  public void close() {
    session.close();
  }
}
