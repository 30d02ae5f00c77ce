package dev.ordeal.harness.stores;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** Registers of the node that is the master; the others refuse. */
final class RedisRegisters implements RegisterClient {
  private static final String COMPARE_AND_SET =
      "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end;"
          + " redis.call('SET', KEYS[1], ARGV[2]); return 1";

  private final RedisConnection connection;

  RedisRegisters(RedisConnection connection) {
    this.connection = connection;
  }

  private Object call(String... words) throws IOException, DefiniteFailure {
    try {
      if (!connection.isMaster()) {
        throw new DefiniteFailure("not-master");
      }
      return connection.call(words);
    } catch (RedisConnection.Refused refused) {
      throw new DefiniteFailure("refused: " + refused.getMessage());
    }
  }

  @Override
  public OptionalLong read(long key) throws IOException, DefiniteFailure {
    Object value = call("GET", Long.toString(key));
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.toString()));
  }

  @Override
  public void write(long key, long value) throws IOException, DefiniteFailure {
    call("SET", Long.toString(key), Long.toString(value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, DefiniteFailure {
    String name = Long.toString(key);
    return call(
            "EVAL", COMPARE_AND_SET, "1", name, Long.toString(expected), Long.toString(replacement))
        .equals(1L);
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
