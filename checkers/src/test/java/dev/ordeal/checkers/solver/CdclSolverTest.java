package dev.ordeal.checkers.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Choices must be settled exactly where trying all of them finds a way. */
class CdclSolverTest {
  private static final int PROBLEMS = 20_000;

  /** Refuses what is taken together of some sets of literals. */
  private static final class Forbidding implements Theory {
    private final List<int[]> forbidden;
    private final Set<Integer> taken = new HashSet<>();

    Forbidding(List<int[]> forbidden) {
      this.forbidden = forbidden;
    }

    @Override
    public int[] take(int literal) {
      assertThat(taken.add(literal)).isTrue();
      for (int[] some : forbidden) {
        boolean all = true;
        boolean here = false;
        for (int one : some) {
          all &= taken.contains(one);
          here |= one == literal;
        }
        if (all && here) {
          return some;
        }
      }
      return NONE;
    }

    @Override
    public void release(int literal) {
      assertThat(taken.remove(literal)).isTrue();
    }
  }

  @Test
  void settlesExactlyWhatCanBeSettled() {
    int possible = 0;
    for (long seed = 0; seed < PROBLEMS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int variables = 3 + random.nextInt(6);
      List<int[]> forbidden = new ArrayList<>();
      int count = variables + random.nextInt(4 * variables);
      for (int i = 0; i < count; i++) {
        int size = random.nextInt(8) == 0 ? 1 : 2 + random.nextInt(2);
        forbidden.add(
            random
                .ints(0, variables)
                .distinct()
                .limit(size)
                .map(v -> 2 * v + bit(random))
                .toArray());
      }
      boolean expected = isPossible(variables, forbidden);
      possible += expected ? 1 : 0;
      assertThat(isSettled(variables, forbidden, random)).as("seed %d", seed).isEqualTo(expected);
    }
    assertThat(possible).isBetween(PROBLEMS / 5, PROBLEMS * 4 / 5);
  }

  @Test
  void endsWhenItIsOver() {
    // Neither side of either choice goes with any of the other: that takes conflicts to find out.
    List<int[]> forbidden =
        List.of(new int[] {0, 2}, new int[] {0, 3}, new int[] {1, 2}, new int[] {1, 3});
    CdclSolver clauses = new CdclSolver(new Forbidding(forbidden), () -> true);
    clauses.add();
    clauses.add();
    clauses.decide(0);
    assertThat(clauses.decide(2)).isEqualTo(CdclSolver.Outcome.ENDED);
  }

  private static int bit(SplittableRandom random) {
    return random.nextInt(2);
  }

  private static boolean isSettled(int variables, List<int[]> forbidden, SplittableRandom random) {
    Forbidding theory = new Forbidding(forbidden);
    CdclSolver clauses = new CdclSolver(theory, () -> false);
    for (int v = 0; v < variables; v++) {
      clauses.add();
    }
    while (true) {
      int[] open = java.util.stream.IntStream.range(0, variables).filter(clauses::isOpen).toArray();
      if (open.length == 0) {
        // What is settled is what the theory has taken.
        for (int v = 0; v < variables; v++) {
          assertThat(theory.taken).contains(clauses.isTrue(2 * v) ? 2 * v : 2 * v + 1);
        }
        return true;
      }
      int literal = 2 * open[random.nextInt(open.length)] + bit(random);
      if (clauses.decide(literal) == CdclSolver.Outcome.IMPOSSIBLE) {
        return false;
      }
    }
  }

  private static boolean isPossible(int variables, List<int[]> forbidden) {
    for (int sides = 0; sides < 1 << variables; sides++) {
      int chosen = sides;
      boolean fits =
          forbidden.stream()
              .noneMatch(
                  some ->
                      java.util.Arrays.stream(some)
                          .allMatch(literal -> (chosen >> (literal >> 1) & 1) == (literal & 1)));
      if (fits) {
        return true;
      }
    }
    return false;
  }
}
