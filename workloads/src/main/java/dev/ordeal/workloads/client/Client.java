package dev.ordeal.workloads.client;

/**
 * One logical client of the system under test, bound to one node.
 *
 * <p>Used by one thread at a time. Opening must not change the logical state of the system. {@link
 * #invoke} may be interrupted when its deadline has passed; its answer is then ignored and the
 * client is closed.
 */
public interface Client extends AutoCloseable {
  /**
   * Makes one call.
   *
   * @throws DefiniteFailure if it did not happen
   * @throws Exception anything else leaves the outcome unknown
   */
  Outcome invoke(Call call) throws Exception;

  /** Releases everything; called once, also after a failure. */
  @Override
  void close();
}
