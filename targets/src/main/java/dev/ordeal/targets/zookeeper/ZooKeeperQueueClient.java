package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.workloads.queue.QueueClient;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.apache.zookeeper.KeeperException;

/**
 * Queues as numbered children. The client that deletes the first child has taken it out; a child
 * that comes later has a greater number, so the first of a list that is new enough stays the first
 * until it is gone.
 */
final class ZooKeeperQueueClient implements QueueClient {
  private final ZooKeeperSession session;

  ZooKeeperQueueClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  public void enqueue(long queue, long element) throws Exception {
    session.createNumbered(path(queue), Long.toString(element));
  }

  @Override
  public OptionalLong dequeue(long queue) throws Exception {
    session.barrier();
    while (true) {
      List<String> children;
      try {
        children = session.zookeeper().getChildren(path(queue), false);
      } catch (KeeperException.NoNodeException absent) {
        return OptionalLong.empty();
      } catch (KeeperException failed) {
        throw unknown(failed);
      }
      if (children.isEmpty()) {
        return OptionalLong.empty();
      }
      String first = path(queue) + "/" + new TreeSet<>(children).first();
      try {
        byte[] data = session.zookeeper().getData(first, false, null);
        if (session.delete(first)) {
          return OptionalLong.of(Long.parseLong(text(data)));
        }
      } catch (KeeperException.NoNodeException takenByAnother) {
        // The list is read again, and is shorter.
      } catch (KeeperException failed) {
        throw unknown(failed);
      }
    }
  }

  private static String path(long queue) {
    return "/queue-" + queue;
  }

  @Override
  public void close() {
    session.close();
  }
}
