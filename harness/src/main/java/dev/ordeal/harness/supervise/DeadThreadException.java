package dev.ordeal.harness.supervise;

/** A thread of the harness failed or did not end, so the run is not whole; names the thread. */
public final class DeadThreadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeadThreadException(String message, Throwable cause) {
    super(message, cause);
  }
}
