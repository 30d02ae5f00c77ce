package dev.ordeal.targets.foreign;

import java.io.IOException;

/** Foreign code threw what its contract does not allow, or did not return; says whose code. */
public final class ForeignCodeException extends IOException {
  private static final long serialVersionUID = 1L;

  public ForeignCodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
