package dev.ordeal.checkers.isolation.explanation;

import dev.ordeal.checkers.Budget;

/** Whether some order explains what some transactions on registers read. */
public interface Decision {
  /** One that nothing came of. */
  Decision GIVEN_UP =
      new Decision() {
        @Override
        public Answer decide() {
          return Answer.GAVE_UP;
        }

        @Override
        public int[] contradicting() {
          throw new IllegalStateException("nothing was found to be impossible");
        }
      };

  /**
   * Decides; a positive answer has been replayed by a verifier that knows nothing of the search.
   */
  Answer decide();

  /**
   * The transactions, by the history's numbers, that contradict each other: no order explains what
   * these alone read. Of use after {@link Answer#IMPOSSIBLE}.
   */
  int[] contradicting();

  /**
   * Those of them, rising, that took part in the last refusal, after which nothing was left to try.
   * All of them where that is not known. Of use after {@link Answer#IMPOSSIBLE}; not empty.
   */
  default int[] last() {
    return contradicting();
  }

  /** The same question about any transactions, by the history's numbers, rising. */
  interface OfSome {
    Decision about(int[] members, Budget budget);
  }
}
