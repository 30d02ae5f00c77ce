package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.set.SetClient;
import java.io.IOException;

/** Sets, which Redis has. */
record RedisSetClient(RedisSession session) implements SetClient {
  @Override
  public void add(long set, long element) throws IOException, DefiniteFailure {
    session.update("SADD", name(set), Long.toString(element));
  }

  @Override
  public void remove(long set, long element) throws IOException, DefiniteFailure {
    session.update("SREM", name(set), Long.toString(element));
  }

  @Override
  public boolean contains(long set, long element) throws IOException, DefiniteFailure {
    return RedisSession.isOne(session.read("SISMEMBER", name(set), Long.toString(element)));
  }

  private static String name(long set) {
    return "set:" + set;
  }

  @Override
  public void close() {
    session.close();
  }
}
