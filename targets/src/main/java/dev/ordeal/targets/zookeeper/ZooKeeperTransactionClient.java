package dev.ordeal.targets.zookeeper;

import static dev.ordeal.targets.zookeeper.ZooKeeperSession.bytes;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.name;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.text;
import static dev.ordeal.targets.zookeeper.ZooKeeperSession.unknown;

import dev.ordeal.targets.OptimisticTransactions;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.data.Stat;

/** Objects are nodes with their versions; a commit is one multi-op. */
final class ZooKeeperTransactionClient extends OptimisticTransactions {
  private final ZooKeeperSession session;

  ZooKeeperTransactionClient(ZooKeeperSession session) {
    this.session = session;
  }

  @Override
  protected Draft load(String name) throws IOException, InterruptedException, DefiniteFailure {
    try {
      while (true) {
        Stat stat = new Stat();
        try {
          byte[] data = session.zookeeper().getData("/" + name, false, stat);
          return new Draft(text(data), stat.getVersion());
        } catch (KeeperException.NoNodeException absent) {
          // An empty node is as good as none.
          session.create("/" + name, "");
        }
      }
    } catch (KeeperException failed) {
      throw DefiniteFailure.clientLost(name(failed) + ": before anything was written");
    }
  }

  @Override
  protected boolean commit(Map<String, Draft> drafts) throws IOException, InterruptedException {
    List<Op> ops = new ArrayList<>();
    drafts.forEach(
        (name, draft) -> {
          int version = (int) draft.version();
          ops.add(
              draft.isChanged()
                  ? Op.setData("/" + name, bytes(draft.text()), version)
                  : Op.check("/" + name, version));
        });
    try {
      session.zookeeper().multi(ops);
      return true;
    } catch (KeeperException.BadVersionException overtaken) {
      return false;
    } catch (KeeperException failed) {
      throw unknown(failed);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
