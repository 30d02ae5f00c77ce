package dev.ordeal.targets.jdbc;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.OptionalLong;

/** Registers as rows; a compare-and-set is one update with a condition. */
record SqlRegisters(SqlSession session, Rows rows) implements RegisterClient {
  @Override
  public OptionalLong read(long key) throws IOException, DefiniteFailure {
    return session
        .single(() -> rows.read(key))
        .map(value -> OptionalLong.of((Long) value))
        .orElseGet(OptionalLong::empty);
  }

  @Override
  public void write(long key, long value) throws IOException, DefiniteFailure {
    session.change(rows, key, Change.set(value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, DefiniteFailure {
    String sql = "update " + rows.table() + " set v = ? where k = ? and v = ?";
    return session.single(() -> session.update(sql, replacement, key, expected)) > 0;
  }

  @Override
  public void close() {
    session.close();
  }
}
