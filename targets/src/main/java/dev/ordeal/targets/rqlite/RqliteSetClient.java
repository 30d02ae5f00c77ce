package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;

/** Sets as rows, one for each element. */
record RqliteSetClient(RqliteSession session) implements SetClient {

  @Override
  public void add(long set, long element)
      throws IOException, InterruptedException, DefiniteFailure {
    session.change("INSERT OR IGNORE INTO members (owner, element) VALUES (?, ?)", set, element);
  }

  @Override
  public void remove(long set, long element)
      throws IOException, InterruptedException, DefiniteFailure {
    session.change("DELETE FROM members WHERE owner = ? AND element = ?", set, element);
  }

  @Override
  public boolean contains(long set, long element) throws IOException, InterruptedException {
    return !session
        .rows("SELECT 1 FROM members WHERE owner = ? AND element = ?", set, element)
        .isEmpty();
  }

  @Override
  public void close() {
    session.close();
  }
}
