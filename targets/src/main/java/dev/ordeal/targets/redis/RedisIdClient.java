package dev.ordeal.targets.redis;

import dev.ordeal.workloads.client.DefiniteFailure;
import dev.ordeal.workloads.ids.IdClient;
import java.io.IOException;

/** Identifiers as what a number becomes when it is increased. */
record RedisIdClient(RedisSession session) implements IdClient {
  @Override
  public long generate(long source) throws IOException, DefiniteFailure {
    return RedisSession.number(session.update("INCR", "ids:" + source));
  }

  @Override
  public void close() {
    session.close();
  }
}
