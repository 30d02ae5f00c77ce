package dev.ordeal.targets.rqlite;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/** Registers as rows; a compare-and-set is an update with a condition. */
record RqliteRegisterClient(RqliteSession session) implements RegisterClient {

  @Override
  public OptionalLong read(long key) throws IOException, InterruptedException {
    List<JsonNode> rows = session.rows("SELECT value FROM registers WHERE id = ?", key);
    return rows.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(RqliteSession.number(rows.getFirst().path(0)));
  }

  @Override
  public void write(long key, long value)
      throws IOException, InterruptedException, DefiniteFailure {
    session.change(
        "INSERT INTO registers (id, value) VALUES (?, ?)"
            + " ON CONFLICT (id) DO UPDATE SET value = excluded.value",
        key,
        value);
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, InterruptedException, DefiniteFailure {
    return session.change(
            "UPDATE registers SET value = ? WHERE id = ? AND value = ?", replacement, key, expected)
        > 0;
  }

  @Override
  public void close() {
    session.close();
  }
}
