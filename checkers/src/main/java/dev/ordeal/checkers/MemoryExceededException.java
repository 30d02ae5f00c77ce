package dev.ordeal.checkers;

/** A search has used up its share of memory; more of it, not more time, would help. */
public final class MemoryExceededException extends BudgetExceededException {
  private static final long serialVersionUID = 1L;

  public MemoryExceededException(String message) {
    super(message);
  }
}
