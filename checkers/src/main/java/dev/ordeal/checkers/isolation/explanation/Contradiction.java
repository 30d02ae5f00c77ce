package dev.ordeal.checkers.isolation.explanation;

import dev.ordeal.checkers.Budget;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Transactions that contradict each other, brought down to few: none of those that are left can be
 * left out, where there is time to find that out.
 *
 * <p>Leaves parts out, large ones first, and asks each time whether the rest still contradicts
 * itself (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002).
 */
public final class Contradiction {
  /** Up to how many transactions are brought down to fewer as they are. */
  private static final int FEW = 200;

  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(2);

  private final Decision.OfSome question;
  private final Budget budget;
  private int[] members;
  private boolean gaveUp;

  private Contradiction(int[] members, Decision.OfSome question, Budget budget) {
    this.members = members;
    this.question = question;
    this.budget = budget.within(Duration.ofNanos(NANOS_MAX));
  }

  /**
   * Some transactions that no order explains.
   *
   * @param isSmallest whether there is an order without any one of them
   */
  public record Core(int[] members, boolean isSmallest) {}

  /**
   * What a search has found, by the history's numbers, rising.
   *
   * @param members all that were asked about
   * @param contradicting who contradict each other
   * @param last who took part in the last refusal, after which nothing was left to try
   */
  public record Found(int[] members, int[] contradicting, int[] last) {
    /** What a decision says of the transactions it was asked about. */
    public static Found by(Decision decision, int[] members) {
      return new Found(members, decision.contradicting(), decision.last());
    }
  }

  /** Few of some transactions that contradict each other, so that they still do. */
  public static Core shrunk(Found found, Decision.OfSome question, Budget budget) {
    Contradiction contradiction = new Contradiction(found.contradicting(), question, budget);
    if (found.contradicting().length > FEW) {
      contradiction.lookNear(found);
    }
    return contradiction.core();
  }

  /** The same of some of which no more is known. */
  public static Core shrunk(int[] members, Decision.OfSome question, Budget budget) {
    return new Contradiction(members, question, budget).core();
  }

  private Core core() {
    boolean isSmallest = shrink();
    return new Core(members, isSmallest);
  }

  /**
   * Looks whether those called near the last refusal contradict each other by themselves: a search
   * through a long history has met with many refusals elsewhere that have nothing to do with it.
   */
  private void lookNear(Found found) {
    int all = found.members().length;
    int from = place(found.members(), found.last()[0]);
    int to = place(found.members(), found.last()[found.last().length - 1]) + 1;
    for (int more = FEW / 2; to - from + 2 * more < all / 2; more *= 2) {
      int[] near =
          Arrays.copyOfRange(found.members(), Math.max(0, from - more), Math.min(all, to + more));
      if (budget.isOutOfTime() || holds(near)) {
        return;
      }
    }
  }

  private static int place(int[] members, int member) {
    return Arrays.binarySearch(members, member);
  }

  /** Leaves out what can be; false if time is up before that is known of each. */
  private boolean shrink() {
    int size;
    do {
      size = members.length;
      holds(members);
    } while (members.length < size && !budget.isOutOfTime());
    for (int part = Math.max(1, members.length / 2); part > 0; part /= 2) {
      boolean smaller = true;
      while (smaller) {
        smaller = false;
        for (int from = 0; from < members.length; from += part) {
          if (budget.isOutOfTime()) {
            return false;
          }
          if (holds(without(from, Math.min(members.length, from + part)))) {
            smaller = true;
            from -= part;
          }
        }
      }
    }
    return !gaveUp;
  }

  private int[] without(int from, int to) {
    int[] rest = new int[members.length - (to - from)];
    System.arraycopy(members, 0, rest, 0, from);
    System.arraycopy(members, to, rest, from, members.length - to);
    return rest;
  }

  /** Whether some contradict each other; then keeps those of them that take part. */
  private boolean holds(int[] some) {
    Decision decision = question.about(some, budget);
    Answer answer = decision.decide();
    if (answer != Answer.IMPOSSIBLE) {
      gaveUp |= answer == Answer.GAVE_UP;
      return false;
    }
    int[] found = decision.contradicting();
    members = found.length < some.length ? found : some;
    return true;
  }
}
