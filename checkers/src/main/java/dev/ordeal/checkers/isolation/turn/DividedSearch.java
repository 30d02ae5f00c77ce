package dev.ordeal.checkers.isolation.turn;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.MemoryExceededException;
import dev.ordeal.checkers.isolation.explanation.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;

/**
 * One question about transactions: decided of all at once or, where that takes longer than a turn,
 * part by part, so that a part that is hard does not hide a contradiction in another.
 *
 * <p>What some transactions contradict, all of them do. Parts without a common key have an order
 * together if each has one, where order is by dependencies or by real time: points in the
 * transactions' intervals are merged (the locality of linearizability, Herlihy and Wing, 1990, with
 * each part as the object). Where sessions count that is not so, and parts only refute. Parts of
 * one time, half of which overlap, are looked at besides in the first turns. A part that runs out
 * of memory is given up, and the others keep what was decided of them.
 */
public final class DividedSearch {
  /** In how many turns parts of one time are tried: later ones are for what is hard. */
  private static final int TURNS_OF_TIMES = 3;

  /** Into how many parts of one time transactions are divided at most, half of them overlapping. */
  private static final int TIMES_MAX = 32;

  /** The least that a part gets in a turn. */
  private static final long PART_NANOS = 5_000_000;

  /** How many times as long as before a turn must be to begin again. */
  private static final double LONGER = 1.2;

  /** Decides a question about some of the transactions. */
  public interface OfSome {
    /**
     * Decides.
     *
     * @param members the history's numbers, rising
     * @throws BudgetExceededException if the turn ends first; it may also give up
     */
    Answer about(int[] members, Budget turn);
  }

  /**
   * What is known of some transactions: a range of others, of which no copy is kept, since parts of
   * one time have about nine times as many members as there are.
   */
  private final class Subject {
    private final int[] all;
    private final int from;
    private final int size;
    private final boolean isOfKeys;
    private boolean isExhausted;
    private long tried;
    private Answer answer = Answer.GAVE_UP;

    Subject(int[] members, boolean isOfKeys) {
      this(members, 0, members.length, isOfKeys);
    }

    Subject(int[] all, int from, int size, boolean isOfKeys) {
      this.all = all;
      this.from = from;
      this.size = size;
      this.isOfKeys = isOfKeys;
    }

    private int[] members() {
      return size == all.length ? all : Arrays.copyOfRange(all, from, from + size);
    }

    boolean isOpen() {
      return answer == Answer.GAVE_UP && !isExhausted;
    }

    void ask(Budget turn) {
      long nanos = turn.nanosLeft();
      if (nanos <= LONGER * tried) {
        return;
      }
      try {
        answer = question.about(members(), turn);
      } catch (MemoryExceededException | OutOfMemoryError spent) {
        isExhausted = true;
        isOutOfMemory = true;
        return;
      } catch (BudgetExceededException spent) {
        isExhausted = !turn.isOutOfTime();
      }
      isExhausted |= answer == Answer.GAVE_UP && !turn.isOutOfTime();
      tried = nanos;
    }
  }

  private final OfSome question;
  private final boolean isLocal;
  private final boolean isOfTimes;
  private final Supplier<List<int[]>> components;
  private final Division division;
  private final Subject whole;
  private List<Subject> parts;
  private int turns;
  private boolean isOutOfMemory;
  private Answer answer = Answer.GAVE_UP;

  /**
   * A search, not yet begun.
   *
   * @param members all that the question is about
   * @param isLocal whether parts without a common key have an order together if each has one
   * @param isOfTimes whether some transactions may be asked about without others that share keys
   * @param components the parts without a common key, the smallest first
   * @param division when parts are asked about
   */
  public DividedSearch(
      OfSome question,
      int[] members,
      boolean isLocal,
      boolean isOfTimes,
      Supplier<List<int[]>> components,
      Division division) {
    this.division = division;
    this.question = question;
    this.isOfTimes = isOfTimes;
    this.isLocal = isLocal;
    this.components = components;
    whole = new Subject(members, false);
  }

  /** Members as a set of numbers. */
  public static BitSet set(int[] members) {
    BitSet set = new BitSet();
    for (int member : members) {
      set.set(member);
    }
    return set;
  }

  /** What is known by now. */
  public Answer answer() {
    return answer;
  }

  /** Whether more time is of no use. */
  public boolean isSettled() {
    return answer != Answer.GAVE_UP
        || (parts != null && !isWholeOfUse() && parts.stream().noneMatch(Subject::isOpen));
  }

  /** Whether some part was given up for want of memory. */
  public boolean isOutOfMemory() {
    return isOutOfMemory;
  }

  /** Tries all transactions at once, unless parts come first. */
  public Answer all(Budget turn) {
    return division.isWholeFirst() ? whole(turn) : answer;
  }

  private Answer whole(Budget turn) {
    whole.ask(turn);
    answer = whole.answer;
    return answer;
  }

  /** Tries all transactions at once, and then part by part. */
  public Answer take(Budget turn) {
    if (parts == null ? division.isWholeFirst() : isWholeOfUse()) {
      boolean isAlone = parts != null && parts.stream().noneMatch(Subject::isOpen);
      if (whole(isAlone ? turn : turn.half()) != Answer.GAVE_UP) {
        return answer;
      }
    }
    if (parts == null) {
      divide();
    }
    for (int i = 0; i < parts.size() && answer == Answer.GAVE_UP && !turn.isOutOfTime(); i++) {
      Subject part = parts.get(i);
      if (part.isOpen()) {
        part.ask(turn.within(Duration.ofNanos(nanos(i, turn))));
        answer = part.answer == Answer.IMPOSSIBLE ? part.answer : answer;
      }
    }
    if (answer == Answer.GAVE_UP && isLocal && areOrdered()) {
      answer = Answer.POSSIBLE;
    }
    if (++turns == TURNS_OF_TIMES) {
      parts.removeIf(part -> !part.isOfKeys);
    }
    return answer;
  }

  /** Whether all at once may be decided where the parts are not. */
  private boolean isWholeOfUse() {
    return whole.isOpen() && !(isLocal && parts.stream().anyMatch(part -> part.isOfKeys));
  }

  /** Whether there are several parts without a common key, and an order of each. */
  private boolean areOrdered() {
    List<Subject> ofKeys = parts.stream().filter(part -> part.isOfKeys).toList();
    return !ofKeys.isEmpty() && ofKeys.stream().allMatch(part -> part.answer == Answer.POSSIBLE);
  }

  /** A part's share of a turn, by its size among those that are still to be asked. */
  private long nanos(int at, Budget turn) {
    long size = 0;
    for (int i = at; i < parts.size(); i++) {
      size += parts.get(i).isOpen() ? parts.get(i).size : 0;
    }
    double share = (double) parts.get(at).size / size;
    return Math.max(PART_NANOS, (long) (turn.nanosLeft() * share));
  }

  private void divide() {
    parts = new ArrayList<>();
    List<int[]> some = components.get();
    if (some.size() > 1) {
      some.forEach(part -> parts.add(new Subject(part, true)));
    }
    if (!isOfTimes) {
      return;
    }
    int[] largest = some.isEmpty() ? whole.all : some.getLast();
    for (int count = TIMES_MAX; count > 1; count /= 2) {
      int size = largest.length / count;
      for (int from = 0;
          size >= division.timeLeast() && from + size <= largest.length;
          from += size / 2) {
        parts.add(new Subject(largest, from, size, false));
      }
    }
  }
}
