package dev.ordeal.targets.etcd;

import dev.ordeal.targets.OptimisticTransactions;
import dev.ordeal.targets.etcd.EtcdSession.Change;
import dev.ordeal.workloads.client.DefiniteFailure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Versions are the revisions of last changes; a commit is one transaction of etcd's. */
final class EtcdTransactionClient extends OptimisticTransactions {
  private final EtcdSession session;

  EtcdTransactionClient(EtcdSession session) {
    this.session = session;
  }

  @Override
  protected Draft load(String name) throws InterruptedException, DefiniteFailure {
    try {
      return session
          .get(name, false)
          .map(entry -> new Draft(entry.value(), entry.revision()))
          .orElseGet(() -> new Draft("", 0));
    } catch (IOException failed) {
      throw DefiniteFailure.clientLost("nothing-written: " + failed);
    }
  }

  @Override
  protected boolean commit(Map<String, Draft> drafts) throws IOException, InterruptedException {
    List<Map<String, Object>> unchanged = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    drafts.forEach(
        (name, draft) -> {
          unchanged.add(EtcdSession.isUnchanged(name, draft.version()));
          if (draft.isChanged()) {
            changes.add(new Change(name, draft.text()));
          }
        });
    return session.change(unchanged, changes);
  }

  @Override
  public void close() {
    session.close();
  }
}
