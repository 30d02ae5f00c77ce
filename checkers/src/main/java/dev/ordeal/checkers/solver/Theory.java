package dev.ordeal.checkers.solver;

/**
 * What the choices of {@link CdclSolver} mean.
 *
 * <p>A literal is {@code 2 v} for one side of choice {@code v}, {@code 2 v + 1} for the other.
 */
public interface Theory {
  /** Stands for: nothing contradicts the literal. */
  int[] NONE = new int[0];

  /**
   * Takes a literal as true.
   *
   * @return {@link #NONE}, or literals that are all taken as true, this one among them, and cannot
   *     be so together
   */
  int[] take(int literal);

  /** Takes a literal back, also one whose taking led to a contradiction. */
  void release(int literal);
}
