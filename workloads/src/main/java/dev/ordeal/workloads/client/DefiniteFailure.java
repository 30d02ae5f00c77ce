package dev.ordeal.workloads.client;

/**
 * Thrown by a client when a call definitely did not happen and never will.
 *
 * <p>Every other exception leaves the call's outcome unknown. When in doubt, throw another.
 */
public final class DefiniteFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param error a short name of the reason, optionally followed by a colon and details: {@code
   *     not-leader: n2 leads}
   */
  public DefiniteFailure(String error) {
    super(error, null, false, false);
  }
}
