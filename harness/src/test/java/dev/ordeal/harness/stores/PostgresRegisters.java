package dev.ordeal.harness.stores;

import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.OptionalLong;

/** Registers of one node. */
final class PostgresRegisters implements RegisterClient {
  /** Two sessions that make a table at once may fail, even if it is not to be there yet. */
  private static final String TABLE =
      "SELECT pg_advisory_lock(1); CREATE TABLE IF NOT EXISTS registers (k bigint PRIMARY KEY, v"
          + " bigint); SELECT pg_advisory_unlock(1)";

  private final PostgresConnection connection;

  PostgresRegisters(PostgresConnection connection) throws IOException {
    this.connection = connection;
    try {
      connection.query(TABLE);
    } catch (IOException failed) {
      connection.close();
      throw failed;
    }
  }

  @Override
  public OptionalLong read(long key) throws IOException {
    List<String> rows = connection.query("SELECT v FROM registers WHERE k = " + key).rows();
    return rows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rows.getFirst()));
  }

  @Override
  public void write(long key, long value) throws IOException {
    connection.query(
        "INSERT INTO registers VALUES (%d, %d) ON CONFLICT (k) DO UPDATE SET v = excluded.v"
            .formatted(key, value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement) throws IOException {
    return connection
        .query(
            "UPDATE registers SET v = %d WHERE k = %d AND v = %d"
                .formatted(replacement, key, expected))
        .tag()
        .equals("UPDATE 1");
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
