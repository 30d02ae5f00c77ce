package dev.ordeal.workloads.client;

/**
 * Thrown by a client when a call definitely did not happen and never will.
 *
 * <p>Every other exception leaves the call's outcome unknown. When in doubt, throw another.
 */
public final class DefiniteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isClientLost;

  /**
   * @param error a short name of the reason, optionally followed by a colon and details: {@code
   *     not-leader: n2 leads}
   */
  public DefiniteFailure(String error) {
    this(error, false);
  }

  private DefiniteFailure(String error, boolean isClientLost) {
    super(error, null, false, false);
    this.isClientLost = isClientLost;
  }

  /**
   * A failure after which the client is of no use, because its connection or session is gone: the
   * thread goes on as a new process with a fresh client. Without it, a client that is cut off for
   * good fails every later call.
   *
   * @param error as for the constructor
   */
  public static DefiniteFailure clientLost(String error) {
    return new DefiniteFailure(error, true);
  }

  /** Whether the client can make no more calls. */
  public boolean isClientLost() {
    return isClientLost;
  }
}
