package dev.ordeal.checkers.linearizability.set;

import static dev.ordeal.checkers.linearizability.set.SetChanges.GONE;
import static dev.ordeal.checkers.linearizability.set.SetChanges.NOT_YET;
import static dev.ordeal.checkers.linearizability.set.SetChanges.THERE;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.MemoryExceededException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Linearizability of a set with add, remove, contains and reads of all elements, to which each
 * element is added once.
 *
 * <p>An element is not there yet, there, or gone for good. Calls on different elements commute, and
 * only a read of all sees several at once; so a call takes effect when its return, or a read's,
 * needs it, and not before; and whether a removal came before the addition, in vain, is decided
 * when it returns. What is left to choose is which open reads come first, and then only among those
 * that the next change would contradict: in practice one way, and the cost is that of going through
 * the reads, O(calls + sizes of all reads); at worst it is exponential in the number of open reads
 * that contradict each other.
 */
final class SetSearch {
  private static final int FOLD_ABOVE = 8;
  private static final int STEPS_BETWEEN_CLOCK_READS = 256;

  /** Something that has to come about: a change of an element, or a read of all. */
  private record Goal(SetCalls.Role role, int what) {}

  private record Task(SetSituation from, Goal goal) {}

  private final SetCalls calls;
  private final Budget budget;

  private final SetSightings sightings;
  private final OpenSetCalls open;
  private final WaitingReads waiting;
  private final SetChanges changes;

  /** Calls by their number, returns as its complement, in order of time. */
  private final int[] steps;

  private final Map<Task, List<SetSituation>> known = new HashMap<>();
  private List<SetSituation> frontier;
  private long ticks;

  private SetSearch(SetCalls calls, Budget budget, boolean keepsPaths) {
    this.calls = calls;
    this.budget = budget;
    sightings = new SetSightings(calls);
    open = new OpenSetCalls(calls);
    steps = calls.steps();
    waiting = new WaitingReads(calls, steps);
    changes = new SetChanges(calls, open, waiting);
    frontier = List.of(SetSituation.first(waiting.none(), keepsPaths));
  }

  /**
   * Decides.
   *
   * @return the call at whose return nothing was possible any more; -1 if there is a linearization
   * @throws BudgetExceededException if time or memory run out first
   */
  static int failing(SetCalls calls, Budget budget) {
    return new SetSearch(calls, budget, false).run();
  }

  /**
   * A linearization, as places among the calls, of calls that have one.
   *
   * @throws BudgetExceededException if time or memory run out first
   */
  static int[] order(SetCalls calls, Budget budget) {
    SetSearch search = new SetSearch(calls, budget, true);
    search.run();
    return search.order();
  }

  private int[] order() {
    List<Integer> all = new ArrayList<>();
    Map<Integer, List<Integer>> vain = new HashMap<>();
    SetSituation.Path path = frontier.getFirst().path();
    for (; path != SetSituation.Path.START; path = path.before()) {
      if (path.call() >= 0) {
        all.add(path.call());
      } else {
        int removal = ~path.call();
        vain.computeIfAbsent(calls.elements[removal], e -> new ArrayList<>()).add(removal);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (int call : all.reversed()) {
      if (calls.roles[call] == SetCalls.Role.ADD) {
        order.addAll(vain.getOrDefault(calls.elements[call], List.of()));
      }
      order.add(call);
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  private int run() {
    for (int step : steps) {
      if (step >= 0) {
        called(step);
      } else {
        frontier = returned(~step);
        if (frontier.isEmpty()) {
          return ~step;
        }
        forgetDone();
        fold();
      }
    }
    return -1;
  }

  private void called(int call) {
    if (calls.roles[call] != SetCalls.Role.READ) {
      open.add(call);
      return;
    }
    waiting.add(call, changes.difference(call));
    if (frontier.size() > 1 || changes.matches(frontier.getFirst(), call)) {
      frontier =
          frontier.stream().map(s -> changes.matches(s, call) ? s.with(call, waiting) : s).toList();
    }
    forgetDone();
  }

  private void close(int call) {
    if (calls.roles[call] == SetCalls.Role.READ) {
      waiting.remove(call);
    } else {
      open.remove(call);
    }
  }

  /** Once there is one situation, what took effect in it will not be asked for again. */
  private void forgetDone() {
    if (frontier.size() > 1 || !WaitingReads.isAny(frontier.getFirst().reads())) {
      return;
    }
    SetSituation only = frontier.getFirst();
    for (int i = waiting.count() - 1; i >= 0; i--) {
      int read = waiting.get(i);
      if (waiting.isIn(only.reads(), read)) {
        only = only.noMore(read, waiting);
        waiting.remove(read);
      }
    }
    frontier = List.of(only);
  }

  private List<SetSituation> returned(int call) {
    known.clear();
    Collection<SetSituation> next =
        frontier.size() == 1 ? new ArrayList<>() : new LinkedHashSet<>();
    for (SetSituation s : frontier) {
      if (s.isDone(call)) {
        for (SetSituation after : settled(s, call)) {
          next.add(over(after, call));
        }
      } else {
        for (SetSituation after : ending(s, call)) {
          next.add(after.isDone(call) ? over(after, call) : after.after(call));
        }
      }
    }
    if (next.size() > budget.configurationsMax()) {
      throw new MemoryExceededException(
          "more than %d states are possible at once; fewer clients reading everything at the same"
                  .formatted(budget.configurationsMax())
              + " time would make the history decidable");
    }
    close(call);
    return List.copyOf(next);
  }

  /** What may be when a call ends that has taken effect, or may have. */
  private List<SetSituation> settled(SetSituation s, int call) {
    int element = calls.elements[call];
    if (calls.roles[call] != SetCalls.Role.REMOVE || changes.state(s, element) != THERE) {
      return List.of(s);
    }
    return keptOrTaken(s.settled(~call), s, element, calls.returnedAt[call]);
  }

  /**
   * What may be when a call to remove an element ends that it may have come before, in vain.
   *
   * @param kept the situation if it did
   */
  private List<SetSituation> keptOrTaken(SetSituation kept, SetSituation s, int element, int now) {
    if (sightings.isByLaterCall(element, now)) {
      return List.of(kept);
    }
    List<SetSituation> taken = reached(s, new Goal(SetCalls.Role.REMOVE, element));
    if (!sightings.isByLaterReturn(element, now)) {
      // Being gone forecloses nothing.
      return taken;
    }
    List<SetSituation> both = new ArrayList<>(taken);
    both.add(kept);
    return both;
  }

  /** A call that took effect is over. */
  private SetSituation over(SetSituation s, int call) {
    return s.without(call, waiting.has(call) ? waiting.with(s.reads(), call, false) : s.reads());
  }

  /** What may be when a call ends that has not taken effect yet. */
  private Collection<SetSituation> ending(SetSituation s, int call) {
    int element = calls.elements[call];
    return switch (calls.roles[call]) {
      case READ -> reached(s, new Goal(SetCalls.Role.READ, call));
      case ADD -> reached(s, new Goal(SetCalls.Role.ADD, element));
      case REMOVE -> removed(s, element, calls.returnedAt[call]);
      case HAS ->
          switch (changes.state(s, element)) {
            case NOT_YET -> reached(s, new Goal(SetCalls.Role.ADD, element));
            case THERE -> List.of(s);
            default -> List.of();
          };
      case LACKS ->
          changes.state(s, element) == THERE
              ? reached(s, new Goal(SetCalls.Role.REMOVE, element))
              : List.of(s);
    };
  }

  private Collection<SetSituation> removed(SetSituation s, int element, int now) {
    int state = changes.state(s, element);
    int add = open.addition(element);
    if (state == THERE) {
      return reached(s, new Goal(SetCalls.Role.REMOVE, element));
    }
    // A crashed addition that never happens forecloses nothing, either.
    boolean isIdle = add >= 0 && calls.isCrashed(add) && !sightings.isByLaterReturn(element, now);
    return state == GONE || add < 0 || isIdle ? List.of(s) : keptOrTaken(s, s, element, now);
  }

  /** All situations in which a goal was just reached, whatever open reads came before. */
  private List<SetSituation> reached(SetSituation s, Goal goal) {
    if (isReached(s, goal)) {
      return List.of(s);
    }
    int[] changed = changed(s, goal);
    if (changed != null && !isContradicted(s, goal, changed)) {
      return direct(s, goal, changed).map(List::of).orElse(List.of());
    }
    Task task = new Task(s, goal);
    List<SetSituation> before = known.get(task);
    if (before != null) {
      return before;
    }
    spend();
    // Asking for this again before it is known would wait for itself: there is no way.
    known.put(task, List.of());
    List<SetSituation> result = List.copyOf(found(s, goal, changed));
    known.put(task, result);
    return result;
  }

  private Collection<SetSituation> found(SetSituation s, Goal goal, int[] changed) {
    if (changed == null) {
      return then(reached(s, new Goal(SetCalls.Role.ADD, goal.what())), goal);
    }
    int itself = goal.role() == SetCalls.Role.READ ? goal.what() : -1;
    int first = mustPrecede(s, changed, itself);
    if (first >= 0) {
      return then(reached(s, new Goal(SetCalls.Role.READ, first)), goal);
    }
    Set<SetSituation> all = new LinkedHashSet<>();
    direct(s, goal, changed).ifPresent(all::add);
    for (int i = 0; i < waiting.count(); i++) {
      int read = waiting.get(i);
      if (read != itself && mayPrecede(s, read, changed)) {
        int[] missing = changes.missing(s, read);
        if (changes.areWithinReach(s, missing) && mustPrecede(s, missing, read) < 0) {
          direct(s, new Goal(SetCalls.Role.READ, read), missing)
              .ifPresent(after -> all.addAll(reached(after, goal)));
        }
      }
    }
    return all;
  }

  /**
   * An open read that has to come before some elements change, for that cannot be undone in time;
   * -1 if there is none.
   *
   * @param itself a read that they change for; -1 for none
   */
  private int mustPrecede(SetSituation s, int[] changed, int itself) {
    for (int element : changed) {
      int read =
          changes.state(s, element) == THERE
              ? waiting.whoSaw(element, true, s.reads(), itself)
              : waiting.whoLacked(element, sightings.earliestRemoval(element), s.reads(), itself);
      if (read >= 0) {
        return read;
      }
    }
    return -1;
  }

  /** The elements that a goal changes; null if there is something else to reach before. */
  private int[] changed(SetSituation s, Goal goal) {
    return switch (goal.role()) {
      case READ -> changes.missing(s, goal.what());
      case REMOVE -> changes.state(s, goal.what()) == NOT_YET ? null : new int[] {goal.what()};
      default -> new int[] {goal.what()};
    };
  }

  /** Whether a read that is to come saw one of the elements as it is before the change. */
  private boolean isContradicted(SetSituation s, Goal goal, int[] changed) {
    int itself = goal.role() == SetCalls.Role.READ ? goal.what() : -1;
    for (int element : changed) {
      if (waiting.whoSaw(element, changes.state(s, element) == THERE, s.reads(), itself) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a read may come before a goal that it would not come after as well: it has to see what
   * that changes as it is now. Others that come before it in some linearization saw all that it
   * changes already, and so may as well come after it.
   */
  private boolean mayPrecede(SetSituation s, int read, int[] changed) {
    if (waiting.isIn(s.reads(), read)) {
      return false;
    }
    for (int element : changed) {
      if (!changes.isWrong(s, read, element)) {
        return true;
      }
    }
    return false;
  }

  private Collection<SetSituation> then(Collection<SetSituation> from, Goal goal) {
    if (from.size() == 1) {
      return reached(from.iterator().next(), goal);
    }
    Set<SetSituation> all = new LinkedHashSet<>();
    from.forEach(s -> all.addAll(reached(s, goal)));
    return all;
  }

  private boolean isReached(SetSituation s, Goal goal) {
    return switch (goal.role()) {
      case ADD -> changes.state(s, goal.what()) != NOT_YET;
      case REMOVE -> changes.state(s, goal.what()) == GONE;
      default -> s.isDone(goal.what());
    };
  }

  private Optional<SetSituation> direct(SetSituation s, Goal goal, int[] changed) {
    Optional<SetSituation> found =
        switch (goal.role()) {
          case ADD -> changes.added(s, goal.what());
          case REMOVE -> changes.taken(s, goal.what());
          default -> changes.changedFor(s, goal.what(), changed);
        };
    return found.map(changes::withReads);
  }

  /** Moves into the base what all situations agree on. */
  private void fold() {
    int[] first = frontier.getFirst().changes();
    if (first.length == 0 || (frontier.size() > 1 && first.length < FOLD_ABOVE)) {
      return;
    }
    int[] common = frontier.size() == 1 ? first : common(first);
    for (int entry : common) {
      changes.settle(entry >> 2, entry & 3);
    }
    if (common.length > 0) {
      frontier = frontier.stream().map(s -> s.withoutChanges(common)).toList();
    }
  }

  private int[] common(int[] entries) {
    return Arrays.stream(entries)
        .filter(entry -> frontier.stream().allMatch(s -> SetSituation.contains(s.changes(), entry)))
        .toArray();
  }

  private void spend() {
    if (++ticks % STEPS_BETWEEN_CLOCK_READS == 0 && budget.isOutOfTime()) {
      throw new BudgetExceededException(
          "the time for checking is spent; --check-time gives it more");
    }
  }
}
