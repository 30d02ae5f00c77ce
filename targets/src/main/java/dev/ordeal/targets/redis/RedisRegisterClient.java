package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.register.RegisterClient;
import java.io.IOException;
import java.util.OptionalLong;

/** Registers as keys; a compare-and-set is a script. */
record RedisRegisterClient(RedisSession session) implements RegisterClient {
  private static final String COMPARE_AND_SET =
      "if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end "
          + "redis.call('SET', KEYS[1], ARGV[2]) return 1";

  @Override
  public OptionalLong read(long key) throws IOException, DefiniteFailure {
    return RedisSession.numberIfAny(session.read("GET", name(key)));
  }

  @Override
  public void write(long key, long value) throws IOException, DefiniteFailure {
    session.update("SET", name(key), Long.toString(value));
  }

  @Override
  public boolean compareAndSet(long key, long expected, long replacement)
      throws IOException, DefiniteFailure {
    return RedisSession.isOne(
        session.update(
            "EVAL",
            COMPARE_AND_SET,
            "1",
            name(key),
            Long.toString(expected),
            Long.toString(replacement)));
  }

  private static String name(long key) {
    return "register:" + key;
  }

  @Override
  public void close() {
    session.close();
  }
}
