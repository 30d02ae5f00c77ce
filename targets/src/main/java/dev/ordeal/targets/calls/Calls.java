package dev.ordeal.targets.calls;

import dev.ordeal.workloads.client.DefiniteFailure;
import tools.jackson.databind.JsonNode;

/** Makes calls for one client. One thread at a time uses it, but for {@link #close}. */
public interface Calls extends AutoCloseable {
  /**
   * Makes a call.
   *
   * @return its result, which fits {@link Function#result}; never null
   * @throws DefiniteFailure if it certainly did not happen
   * @throws Exception anything else leaves the outcome unknown
   */
  JsonNode call(Invocation invocation) throws Exception;

  @Override
  void close();
}
