package dev.ordeal.harness.trial.client;

/** One thing that a trial looks at while nothing but a client's own connection is disturbed. */
interface ContractCheck {
  /** What is looked at, a few words. */
  String name();

  /**
   * Looks, and reports one finding or more.
   *
   * @throws Exception if it could not be tried; the trial goes on with the next check
   */
  void run(Tried tried) throws Exception;
}
