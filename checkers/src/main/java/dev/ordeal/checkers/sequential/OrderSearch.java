package dev.ordeal.checkers.sequential;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks for an order that explains all reads, within what {@link Saturation} has found.
 *
 * <p>A value is never written twice, so a write must wait until all readers of what it replaces are
 * through; reads go as soon as they can. What is left to choose is which write comes next; that
 * which was over first is tried first. Ways that lead to the same operations done are tried once.
 */
final class OrderSearch {
  private static final int NONE = Registers.NONE;

  private final Registers registers;
  private final Saturation saturation;
  private final Budget budget;
  private final int[] done;
  private final int[] current;
  private final int[] readersLeft;
  private final int[] initialReadersLeft;
  private final List<Integer> order = new ArrayList<>();
  private final Set<List<Integer>> dead = new HashSet<>();

  OrderSearch(Registers registers, Saturation saturation, Budget budget) {
    this.registers = registers;
    this.saturation = saturation;
    this.budget = budget;
    this.done = new int[registers.byProcess.length];
    this.current = new int[registers.keys];
    Arrays.fill(current, NONE);
    this.readersLeft = Arrays.stream(registers.readers).mapToInt(r -> r.length).toArray();
    this.initialReadersLeft =
        Arrays.stream(registers.initialReaders).mapToInt(r -> r.length).toArray();
  }

  /** A choice that was made, and what may be tried instead. */
  private record Choice(int length, List<Integer> others) {}

  /**
   * Searches.
   *
   * @return the order; empty if there is none
   * @throws BudgetExceededException if time or memory run out first
   */
  List<Integer> run() {
    List<Choice> choices = new ArrayList<>();
    long ticks = 0;
    while (true) {
      readAll();
      if (order.size() == registers.size()) {
        return order;
      }
      if (++ticks % 256 == 0 && budget.isOutOfTime()) {
        throw new BudgetExceededException(
            "the time for checking is spent; --check-time gives it more");
      }
      if (dead.size() > budget.configurationsMax() / Math.max(1, done.length / 8)) {
        throw new BudgetExceededException(
            "too many orders are possible; fewer processes or fewer keys would decide it");
      }
      List<Integer> possible = possibleWrites();
      if (possible.isEmpty() || isDead()) {
        dead.add(positions());
        while (!choices.isEmpty() && choices.getLast().others().isEmpty()) {
          undoTo(choices.removeLast().length());
          dead.add(positions());
        }
        if (choices.isEmpty()) {
          return List.of();
        }
        undoTo(choices.getLast().length());
        take(choices.getLast().others().removeFirst());
      } else {
        int first = possible.removeFirst();
        choices.add(new Choice(order.size(), possible));
        take(first);
      }
    }
  }

  private List<Integer> positions() {
    return Arrays.stream(done).boxed().toList();
  }

  private boolean isDead() {
    return dead.contains(positions());
  }

  /** Reads that see what is there change nothing and can always go first. */
  private void readAll() {
    for (boolean more = true; more; ) {
      more = false;
      for (int p = 0; p < done.length; p++) {
        while (done[p] < registers.byProcess[p].length) {
          int op = registers.byProcess[p][done[p]];
          if (registers.writes[op] || !isReady(op)) {
            break;
          }
          take(op);
          more = true;
        }
      }
    }
  }

  private boolean isReady(int op) {
    if (registers.reads[op] && current[registers.key[op]] != registers.source[op]) {
      return false;
    }
    for (int p = 0; p < done.length; p++) {
      if (done[p] < saturation.countBefore(op, p)) {
        return false;
      }
    }
    return true;
  }

  private List<Integer> possibleWrites() {
    List<Integer> possible = new ArrayList<>();
    for (int p = 0; p < done.length; p++) {
      if (done[p] < registers.byProcess[p].length) {
        int op = registers.byProcess[p][done[p]];
        // A compare-and-set may be itself the last reader of what it replaces.
        int left = readersLeftOf(op) - (registers.reads[op] ? 1 : 0);
        if (registers.writes[op] && left == 0 && isReady(op)) {
          possible.add(op);
        }
      }
    }
    possible.sort(
        Comparator.comparingLong(
            op ->
                registers.operations.get(op).isOk()
                    ? registers.operations.get(op).completion().get().index()
                    : Long.MAX_VALUE));
    return possible;
  }

  private int readersLeftOf(int write) {
    int key = registers.key[write];
    return current[key] == NONE ? initialReadersLeft[key] : readersLeft[current[key]];
  }

  /** By position in the order: what the key held before. */
  private final List<Integer> replaced = new ArrayList<>();

  private void take(int op) {
    int key = registers.key[op];
    order.add(op);
    replaced.add(current[key]);
    done[registers.process[op]]++;
    if (registers.reads[op]) {
      readersChange(registers.source[op], key, -1);
    }
    if (registers.writes[op]) {
      current[key] = op;
    }
  }

  private void undoTo(int length) {
    while (order.size() > length) {
      int op = order.removeLast();
      int key = registers.key[op];
      current[key] = replaced.removeLast();
      done[registers.process[op]]--;
      if (registers.reads[op]) {
        readersChange(registers.source[op], key, 1);
      }
    }
  }

  private void readersChange(int source, int key, int by) {
    if (source == NONE) {
      initialReadersLeft[key] += by;
    } else {
      readersLeft[source] += by;
    }
  }
}
