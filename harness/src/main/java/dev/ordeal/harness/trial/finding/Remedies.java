package dev.ordeal.harness.trial.finding;

/** What several checks say of what they saw, and what to do then. */
public final class Remedies {
  /** What cannot be said of a client that talks to another address. */
  public static final String OTHER_ADDRESS = "the client does not use the address it was given";

  /** What to do then. */
  public static final String ADDRESS = "connect to the address that client() gets, and to no other";

  /** What to do where calls do not succeed although nothing fails. */
  public static final String SERVE =
      "let calls succeed while nothing fails: the logs in nodes/ of the run folder may say why they"
          + " do not, or isReady is true too early";

  /** What to do where a thing went too fast or too slowly to be seen. */
  public static final String AGAIN = "try once more, on a machine that does less";

  /** What to do where reads show less than was done. */
  public static final String WEAKER =
      "promise less than linearizability (--consistency), or read from the primary";

  private Remedies() {}
}
