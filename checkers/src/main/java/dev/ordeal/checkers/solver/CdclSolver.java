package dev.ordeal.checkers.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Choices between two sides, and what was learned of which cannot be taken together.
 *
 * <p>Conflict-driven clause learning (Marques-Silva and Sakallah, GRASP, 1996) with two watched
 * literals (Moskewicz et al., Chaff, 2001) over a {@link Theory}. All clauses are learned, from
 * what the theory refuses; who asks for decisions says which. It goes back one decision at a time
 * (Nadel and Ryvchin, Chronological Backtracking, 2018), since a theory that keeps an order loses
 * little by it and would have to redo much otherwise. Not safe for use by several threads.
 */
public final class CdclSolver {
  private static final int UNKNOWN = -1;

  /** What is learned is kept, so it has a bound: half a gigabyte. */
  private static final long LITERALS_MAX = 100_000_000;

  private static final int[] NO_REASON = new int[0];

  private final Theory theory;
  private final List<int[]> clauses = new ArrayList<>();
  private long learnedLiterals;

  /** By literal: the clauses that watch for its becoming false; most have none, then null. */
  private Ints[] watchers = new Ints[16];

  private int variables;

  /** By literal: whether it is taken as true. */
  private boolean[] isTrue = new boolean[16];

  /** By variable: at which decision it was settled. */
  private int[] level = new int[8];

  private int[][] reason = new int[8][];
  private boolean[] isTaken = new boolean[8];
  private int[] mark = new int[8];
  private int marks;

  private final Ints trail = new Ints();

  /** By decision: how long the trail was before it. */
  private final Ints starts = new Ints();

  private int propagated;
  private int taken;
  private final BooleanSupplier isOver;

  /** What came of a decision. */
  public enum Outcome {
    /** Nothing contradicts what is settled now. */
    SETTLED,

    /** No way of choosing is left at all. */
    IMPOSSIBLE,

    /** The search was ended before either was known; nothing more may be asked. */
    ENDED
  }

  /**
   * Starts without any choice.
   *
   * @param isOver asked now and then, with a cost of its own, whether the search has to end
   */
  public CdclSolver(Theory theory, BooleanSupplier isOver) {
    this.theory = theory;
    this.isOver = isOver;
  }

  /** Makes a choice of which nothing is known; its number. */
  public int add() {
    int variable = variables++;
    if (variable == level.length) {
      level = Arrays.copyOf(level, 2 * variable);
      reason = Arrays.copyOf(reason, 2 * variable);
      isTaken = Arrays.copyOf(isTaken, 2 * variable);
      mark = Arrays.copyOf(mark, 2 * variable);
      isTrue = Arrays.copyOf(isTrue, 4 * variable);
      watchers = Arrays.copyOf(watchers, 4 * variable);
    }
    return variable;
  }

  public boolean isTrue(int literal) {
    return isTrue[literal];
  }

  public boolean isOpen(int variable) {
    return !isTrue[2 * variable] && !isTrue[2 * variable + 1];
  }

  /**
   * Takes a literal of an open choice, with what follows; where that cannot be, the opposite or
   * whatever else is learned.
   */
  public Outcome decide(int literal) {
    if (!isOpen(literal >> 1)) {
      throw new IllegalArgumentException("choice " + (literal >> 1) + " is settled");
    }
    starts.add(trail.size());
    enqueue(literal, starts.size(), NO_REASON);
    return settle();
  }

  /**
   * Takes note that some literals cannot all be true, and of what follows.
   *
   * @param together of these at most one is open, and the others are true
   */
  public Outcome exclude(int[] together) {
    int[] clause = opposites(together);
    int open = 0;
    while (open < clause.length && !isOpen(clause[open] >> 1)) {
      open++;
    }
    if (open == clause.length) {
      return learn(clause) ? settle() : Outcome.IMPOSSIBLE;
    }
    int literal = clause[open];
    clause[open] = clause[0];
    clause[0] = literal;
    enqueue(literal, attach(clause), clause);
    return settle();
  }

  private Outcome settle() {
    while (true) {
      int[] refused = propagate();
      if (refused.length == 0) {
        return Outcome.SETTLED;
      }
      if (!learn(refused)) {
        return Outcome.IMPOSSIBLE;
      }
      if (learnedLiterals > LITERALS_MAX || isOver.getAsBoolean()) {
        return Outcome.ENDED;
      }
    }
  }

  private void enqueue(int literal, int at, int[] why) {
    int variable = literal >> 1;
    isTrue[literal] = true;
    level[variable] = at;
    reason[variable] = why;
    isTaken[variable] = false;
    trail.add(literal);
  }

  /** Follows what is true; literals that are all false and must not be, none if all is well. */
  private int[] propagate() {
    while (true) {
      while (propagated < trail.size()) {
        int[] broken = visit(trail.get(propagated));
        if (broken.length > 0) {
          return broken;
        }
        propagated++;
      }
      if (taken == trail.size()) {
        return NO_REASON;
      }
      int literal = trail.get(taken);
      int[] together = theory.take(literal);
      if (together.length > 0) {
        // It may stay, where something later goes: then it is taken again.
        theory.release(literal);
        return opposites(together);
      }
      isTaken[literal >> 1] = true;
      taken++;
    }
  }

  private static int[] opposites(int[] literals) {
    int[] opposites = new int[literals.length];
    for (int i = 0; i < literals.length; i++) {
      opposites[i] = literals[i] ^ 1;
    }
    return opposites;
  }

  /** Looks at the clauses that watch for a literal's opposite becoming false. */
  private int[] visit(int literal) {
    int gone = literal ^ 1;
    Ints watching = watchers[gone];
    if (watching == null) {
      return NO_REASON;
    }
    int kept = 0;
    for (int i = 0; i < watching.size(); i++) {
      int number = watching.get(i);
      int[] clause = clauses.get(number);
      if (clause[0] == gone) {
        clause[0] = clause[1];
        clause[1] = gone;
      }
      if (isTrue[clause[0]]) {
        watching.set(kept++, number);
        continue;
      }
      int other = 2;
      while (other < clause.length && isTrue[clause[other] ^ 1]) {
        other++;
      }
      if (other < clause.length) {
        clause[1] = clause[other];
        clause[other] = gone;
        watch(clause[1], number);
        continue;
      }
      watching.set(kept++, number);
      if (isTrue[clause[0] ^ 1]) {
        for (int j = i + 1; j < watching.size(); j++) {
          watching.set(kept++, watching.get(j));
        }
        watching.truncate(kept);
        return clause;
      }
      int at = 0;
      for (int j = 1; j < clause.length; j++) {
        at = Math.max(at, level[clause[j] >> 1]);
      }
      enqueue(clause[0], at, clause);
    }
    watching.truncate(kept);
    return NO_REASON;
  }

  /** Learns why literals came to be all false, and turns the last decision behind it over. */
  private boolean learn(int[] refused) {
    int at = 0;
    for (int literal : refused) {
      at = Math.max(at, level[literal >> 1]);
    }
    if (at == 0) {
      return false;
    }
    backTo(at);
    marks++;
    Ints learned = new Ints();
    learned.add(UNKNOWN);
    int open = 0;
    int[] why = refused;
    int place = trail.size();
    int turned;
    while (true) {
      for (int literal : why) {
        int variable = literal >> 1;
        boolean counts = isTrue[literal ^ 1] && mark[variable] != marks && level[variable] > 0;
        if (counts) {
          mark[variable] = marks;
          if (level[variable] == at) {
            open++;
          } else {
            learned.add(literal);
          }
        }
      }
      do {
        place--;
      } while (mark[trail.get(place) >> 1] != marks || level[trail.get(place) >> 1] != at);
      turned = trail.get(place);
      if (--open == 0) {
        break;
      }
      why = reason[turned >> 1];
    }
    learned.set(0, turned ^ 1);
    int[] clause = shorten(learned);
    backTo(at - 1);
    enqueue(clause[0], attach(clause), clause);
    return true;
  }

  /** Leaves out what follows from the rest. */
  private int[] shorten(Ints learned) {
    int[] clause = new int[learned.size()];
    int length = 0;
    clause[length++] = learned.get(0);
    for (int i = 1; i < learned.size(); i++) {
      int literal = learned.get(i);
      int[] why = reason[literal >> 1];
      boolean follows = why.length > 0;
      for (int other : why) {
        int variable = other >> 1;
        follows &= variable == literal >> 1 || level[variable] == 0 || mark[variable] == marks;
      }
      if (!follows) {
        clause[length++] = literal;
      }
    }
    return Arrays.copyOf(clause, length);
  }

  private void watch(int literal, int clause) {
    if (watchers[literal] == null) {
      watchers[literal] = new Ints(2);
    }
    watchers[literal].add(clause);
  }

  /** Keeps a clause whose first literal is open; at which decision the others were settled. */
  private int attach(int[] clause) {
    if (clause.length < 2) {
      return 0;
    }
    // The second to be watched is the one that would be open again first.
    int last = 1;
    for (int i = 2; i < clause.length; i++) {
      if (level[clause[i] >> 1] > level[clause[last] >> 1]) {
        last = i;
      }
    }
    int literal = clause[last];
    clause[last] = clause[1];
    clause[1] = literal;
    watch(clause[0], clauses.size());
    watch(clause[1], clauses.size());
    clauses.add(clause);
    learnedLiterals += clause.length;
    return level[literal >> 1];
  }

  /** Takes back all that was settled by later decisions than one. */
  private void backTo(int decision) {
    int size = trail.size();
    // What was settled before the decision that goes first is all to stay.
    int first = decision < starts.size() ? starts.get(decision) : size;
    starts.truncate(Math.min(decision, starts.size()));
    int kept = first;
    int keptPropagated = Math.min(propagated, first);
    int keptTaken = Math.min(taken, first);
    for (int i = first; i < size; i++) {
      int literal = trail.get(i);
      int variable = literal >> 1;
      if (level[variable] > decision) {
        isTrue[literal] = false;
        if (isTaken[variable]) {
          isTaken[variable] = false;
          theory.release(literal);
        }
        continue;
      }
      keptPropagated += i < propagated ? 1 : 0;
      keptTaken += i < taken ? 1 : 0;
      trail.set(kept++, literal);
    }
    trail.truncate(kept);
    propagated = keptPropagated;
    taken = keptTaken;
  }
}
