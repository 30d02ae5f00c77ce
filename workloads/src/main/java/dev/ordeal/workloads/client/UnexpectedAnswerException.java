package dev.ordeal.workloads.client;

import java.io.IOException;

/**
 * Thrown by a client when the system answered something that no answer to the call can be: a text
 * where a number belongs, too few results of a transaction.
 *
 * <p>The call's outcome is unknown, as after any exception but {@link DefiniteFailure}, and the
 * verdict warns that there were such answers.
 */
public final class UnexpectedAnswerException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was answered, and what would have been expected
   */
  public UnexpectedAnswerException(String message) {
    super(message);
  }
}
