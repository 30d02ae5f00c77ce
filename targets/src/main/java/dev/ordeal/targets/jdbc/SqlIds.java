package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.ids.IdClient;
import java.io.IOException;

/** Identifiers from counters: a transaction increases one and reads it. */
record SqlIds(SqlSession session, Rows rows) implements IdClient {
  @Override
  public long generate(long source) throws IOException, DefiniteFailure {
    return session.transaction(
        () -> {
          rows.change(source, Change.add(0, 1));
          return (Long) rows.read(source).orElseThrow();
        });
  }

  @Override
  public void close() {
    session.close();
  }
}
