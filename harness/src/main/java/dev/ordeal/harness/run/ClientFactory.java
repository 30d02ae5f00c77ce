package dev.ordeal.harness.run;

import dev.ordeal.workloads.client.Client;

/** Opens the client with which a thread acts. */
@FunctionalInterface
public interface ClientFactory {
  /**
   * Opens a client.
   *
   * @param thread the client thread, from 0
   * @throws Exception if no connection can be made; nothing was sent then
   */
  Client open(int thread) throws Exception;

  /**
   * The node that a thread's client talks to.
   *
   * @return empty if none is known
   */
  default String node(int thread) {
    return "";
  }
}
