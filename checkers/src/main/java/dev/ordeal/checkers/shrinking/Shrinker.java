package dev.ordeal.checkers.shrinking;

import dev.ordeal.checkers.Budget;
import dev.ordeal.results.history.History;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import dev.ordeal.results.verdict.Anomaly;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Leaves out operations of a history as long as it still shows a violation: first all but the
 * violation's witness or those on the same objects, then parts of what is left, large ones first
 * (delta debugging, Zeller and Hildebrandt 2002), elements of lists and sets, and in the end single
 * steps of transactions.
 *
 * <p>Nothing is left out without which a right history could be wrong: a value that is read keeps
 * its writer, a lock its releases, a counter its additions.
 *
 * <p>Not thread-safe.
 */
public final class Shrinker {
  private final Subhistory parts;
  private final Removal removal;
  private final Elements elements;
  private final List<Operation> all;
  private final Predicate<History> shows;
  private final Budget budget;
  private int tests;

  private Shrinker(History history, Predicate<History> shows, Budget budget) {
    this.parts = new Subhistory(history);
    this.all = history.operations();
    this.removal = new Removal(all);
    this.elements = new Elements(all);
    this.shows = shows;
    this.budget = budget;
  }

  /**
   * What is left of a history.
   *
   * @param history of the operations that are left, with the numbers they had and without the
   *     elements that were left out
   * @param tests how many histories were judged
   * @param isMinimal whether each operation that is left is needed; false if time ran out
   */
  public record Shrunk(History history, int tests, boolean isMinimal) {}

  /**
   * Shrinks a history.
   *
   * @param anomaly the violation, whose witness and key say where to begin
   * @param shows whether a history shows the same violation; asked again and again
   * @param budget after which no more is left out
   * @return empty if the history's operations alone do not show it
   */
  public static Optional<Shrunk> shrink(
      History history, Anomaly anomaly, Predicate<History> shows, Budget budget) {
    Shrinker shrinker = new Shrinker(history, shows, budget);
    return shrinker.start(anomaly).map(shrinker::minimal);
  }

  /** Whether some operations may be left out, and those that are left still show it. */
  private boolean showsWithout(List<Operation> removed, List<Operation> left) {
    return !left.isEmpty() && removal.isSound(removed, left) && shows(left);
  }

  private boolean shows(List<Operation> operations) {
    tests++;
    return shows.test(parts.of(operations));
  }

  /** The first of ever larger parts that shows it, from the operations that the checker names. */
  private Optional<List<Operation>> start(Anomaly anomaly) {
    Set<Operation> witness = new HashSet<>(anomaly.witness());
    Set<Value> keys = new HashSet<>();
    witness.forEach(operation -> keys.addAll(Removal.keys(operation)));
    List<Predicate<Operation>> rising =
        List.of(
            witness::contains,
            operation ->
                witness.contains(operation)
                    || (Removal.changes(operation) && isOf(operation, keys)),
            operation -> isOf(operation, keys),
            operation -> true);
    int last = 0;
    for (Predicate<Operation> wanted : rising) {
      Map<Boolean, List<Operation>> parted =
          all.stream().collect(Collectors.partitioningBy(wanted));
      List<Operation> some = parted.get(true);
      if (some.size() > last) {
        last = some.size();
        if (showsWithout(parted.get(false), some)) {
          return Optional.of(some);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(Operation operation, Set<Value> keys) {
    return Removal.keys(operation).stream().anyMatch(keys::contains);
  }

  private static List<Value> steps(Operation transaction) {
    return transaction.argument() instanceof Value.Seq steps ? steps.items() : List.of();
  }

  private Shrunk minimal(List<Operation> start) {
    List<Operation> left = new ArrayList<>(start);
    removeElements(left);
    int size = Math.max(1, left.size() / 2);
    boolean isMinimal = false;
    while (!isMinimal && !budget.isOutOfTime()) {
      boolean removed = removeParts(left, size);
      // An operation may be needed only for a step that is not.
      isMinimal =
          size == 1
              && !removed
              && !removeSteps(left)
              && !removeElements(left)
              && !budget.isOutOfTime();
      size = removed ? Math.min(size, Math.max(1, left.size() / 2)) : Math.max(1, size / 2);
    }
    return new Shrunk(parts.of(left), tests, isMinimal && !budget.isOutOfTime());
  }

  /** Tries each part of a size once; whether any was left out. */
  private boolean removeParts(List<Operation> left, int size) {
    boolean isSmaller = false;
    int from = left.size() - size;
    // From the end: what comes late is seldom needed.
    while (from > -size && !budget.isOutOfTime()) {
      int begin = Math.max(0, from);
      List<Operation> part = left.subList(begin, Math.min(left.size(), from + size));
      List<Operation> removed = removal.withElements(part, left);
      Set<Operation> gone = new HashSet<>(removed);
      List<Operation> fewer = left.stream().filter(each -> !gone.contains(each)).toList();
      if (showsWithout(removed, fewer)) {
        left.clear();
        left.addAll(fewer);
        isSmaller = true;
      }
      from -= size;
    }
    return isSmaller;
  }

  /** Tries parts of the elements, large ones first, until each is needed; whether any was not. */
  private boolean removeElements(List<Operation> left) {
    List<Elements.Element> needed = new ArrayList<>(elements.of(left));
    int before = needed.size();
    for (int size = before / 2; size > 0; size /= 2) {
      boolean removed = true;
      while (removed) {
        removed = false;
        for (int from = needed.size() - size; from > -size; from -= size) {
          if (budget.isOutOfTime()) {
            return needed.size() < before;
          }
          int end = Math.min(needed.size(), from + size);
          List<Elements.Element> part = needed.subList(Math.max(0, from), end);
          List<Operation> fewer = Elements.without(Set.copyOf(part), left);
          if (!fewer.isEmpty() && shows(fewer)) {
            part.clear();
            left.clear();
            left.addAll(fewer);
            removed = true;
          }
        }
      }
    }
    return needed.size() < before;
  }

  /** Tries each step of transactions once; whether any was left out. */
  private boolean removeSteps(List<Operation> left) {
    boolean isSmaller = false;
    for (int i = 0; i < left.size(); i++) {
      if (!left.get(i).function().equals(Operation.TRANSACTION)) {
        continue;
      }
      for (int step = steps(left.get(i)).size() - 1; step >= 0; step--) {
        if (steps(left.get(i)).size() < 2 || budget.isOutOfTime()) {
          break;
        }
        List<Operation> fewer = new ArrayList<>(left);
        fewer.set(i, Subhistory.without(left.get(i), step));
        if (showsWithout(List.of(Subhistory.only(left.get(i), step)), fewer)) {
          left.set(i, fewer.get(i));
          isSmaller = true;
        }
      }
    }
    return isSmaller;
  }
}
