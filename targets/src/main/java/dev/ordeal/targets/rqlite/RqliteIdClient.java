package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.ids.IdClient;
import java.io.IOException;
import java.util.List;

/** Identifiers as SQLite numbers inserted rows. */
record RqliteIdClient(RqliteSession session) implements IdClient {

  @Override
  public long generate(long source) throws IOException, InterruptedException, DefiniteFailure {
    return RqliteSession.insertedId(
        session
            .inTransaction(List.of(new RqliteSession.Statement("INSERT INTO ids DEFAULT VALUES")))
            .getFirst());
  }

  @Override
  public void close() {
    session.close();
  }
}
