package dev.ordeal.checkers;

/** A search has used up its budget; the message says which part of it and what would help. */
public class BudgetExceededException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BudgetExceededException(String message) {
    super(message);
  }
}
