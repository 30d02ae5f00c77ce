package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
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
 * needs it, and not before. What is left to choose is which open reads come first, and then only
 * among those that the next change would contradict: in practice one way, and the cost is that of
 * going through the reads, O(calls + sizes of all reads); at worst it is exponential in the number
 * of open reads that contradict each other.
 */
final class SetSearch {
  private static final int NOT_YET = 0;
  private static final int THERE = 1;
  private static final int GONE = 2;
  private static final int FOLD_ABOVE = 8;
  private static final int[] NO_CHANGES = {};
  private static final int STEPS_BETWEEN_CLOCK_READS = 256;

  /** Something that has to come about: a change of an element, or a read of all. */
  private record Goal(SetCalls.Role role, int what) {}

  private record Task(SetSituation from, Goal goal) {}

  private final SetCalls calls;
  private final Budget budget;

  /** By element: what all situations agree on unless they say otherwise. */
  private final byte[] base;

  private final IntSet present;

  /** By element: the last read that was compared with the base and saw it. */
  private final int[] seenBy;

  private final int[] openAdd;
  private final int[] lastSightingCall;
  private final int[] lastSightingReturn;
  private final int[] earliestRemoval;

  /** By element: its open removals and contains, linked. */
  private final int[] firstOpen;

  private final int[] nextOpen;

  private final WaitingReads waiting;

  /** Calls by their number, returns as its complement, in order of time. */
  private final int[] steps;

  private final Map<Task, List<SetSituation>> known = new HashMap<>();
  private List<SetSituation> frontier;
  private long ticks;

  private SetSearch(SetCalls calls, Budget budget, boolean keepsPaths) {
    this.calls = calls;
    this.budget = budget;
    int elements = calls.elementCount;
    base = new byte[elements];
    present = IntSet.upTo(elements);
    seenBy = filled(elements, -1);
    openAdd = filled(elements, -1);
    firstOpen = filled(elements, -1);
    nextOpen = filled(calls.size(), -1);
    steps = steps();
    waiting = new WaitingReads(calls, openReadsMost());
    frontier =
        List.of(
            new SetSituation(
                NO_CHANGES,
                new int[0],
                waiting.none(),
                keepsPaths ? SetSituation.Path.START : null));
    lastSightingCall = filled(elements, -1);
    lastSightingReturn = filled(elements, -1);
    earliestRemoval = filled(elements, Integer.MAX_VALUE);
    for (int i = 0; i < calls.size(); i++) {
      int element = calls.elements[i];
      switch (calls.roles[i]) {
        case READ -> {
          for (int at = calls.contents.from(i); at < calls.contents.until(i); at++) {
            sighted(calls.contents.elements[at], i);
          }
        }
        case HAS -> sighted(element, i);
        case REMOVE ->
            earliestRemoval[element] = Math.min(earliestRemoval[element], calls.calledAt[i]);
        default -> {}
      }
    }
  }

  /** How many reads are open at a time at most. */
  private int openReadsMost() {
    int open = 0;
    int most = 0;
    for (int step : steps) {
      int call = step >= 0 ? step : ~step;
      if (calls.roles[call] == SetCalls.Role.READ) {
        open += step >= 0 ? 1 : -1;
        most = Math.max(most, open);
      }
    }
    return most;
  }

  private static int[] filled(int size, int value) {
    int[] array = new int[size];
    Arrays.fill(array, value);
    return array;
  }

  private void sighted(int element, int call) {
    lastSightingCall[element] = Math.max(lastSightingCall[element], calls.calledAt[call]);
    lastSightingReturn[element] = Math.max(lastSightingReturn[element], calls.returnedAt[call]);
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

  private int[] steps() {
    long[] events = new long[2 * calls.size()];
    int count = 0;
    for (int i = 0; i < calls.size(); i++) {
      events[count++] = (long) calls.calledAt[i] << 32 | i;
      if (!calls.isCrashed(i)) {
        events[count++] = (long) calls.returnedAt[i] << 32 | (~i & 0xffffffffL);
      }
    }
    Arrays.parallelSort(events, 0, count);
    return Arrays.stream(events, 0, count).mapToInt(event -> (int) event).toArray();
  }

  private void called(int call) {
    int element = calls.elements[call];
    switch (calls.roles[call]) {
      case ADD -> openAdd[element] = call;
      case READ -> {
        waiting.add(call, difference(call));
        if (frontier.size() > 1 || matches(frontier.getFirst(), call)) {
          frontier =
              frontier.stream().map(s -> matches(s, call) ? s.with(call, waiting) : s).toList();
        }
        forgetDone();
      }
      default -> {
        nextOpen[call] = firstOpen[element];
        firstOpen[element] = call;
      }
    }
  }

  private void close(int call) {
    int element = calls.elements[call];
    switch (calls.roles[call]) {
      case ADD -> openAdd[element] = -1;
      case READ -> waiting.remove(call);
      default -> {
        if (firstOpen[element] == call) {
          firstOpen[element] = nextOpen[call];
        } else {
          int before = firstOpen[element];
          while (nextOpen[before] != call) {
            before = nextOpen[before];
          }
          nextOpen[before] = nextOpen[call];
        }
      }
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

  private IntSet difference(int read) {
    IntSet difference = IntSet.ofFew();
    int common = 0;
    for (int at = calls.contents.from(read); at < calls.contents.until(read); at++) {
      int element = calls.contents.elements[at];
      seenBy[element] = read;
      if (base[element] == THERE) {
        common++;
      } else {
        difference.add(element);
      }
    }
    if (common < present.size()) {
      for (int i = 0; i < present.size(); i++) {
        if (seenBy[present.get(i)] != read) {
          difference.add(present.get(i));
        }
      }
    }
    return difference;
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
      throw new BudgetExceededException(
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
    if (calls.roles[call] != SetCalls.Role.REMOVE || state(s, element) != THERE) {
      return List.of(s);
    }
    // It came before the addition, or takes the element away.
    int now = calls.returnedAt[call];
    if (lastSightingCall[element] > now) {
      return List.of(s.settled(~call));
    }
    List<SetSituation> taken = reached(s, new Goal(SetCalls.Role.REMOVE, element));
    if (lastSightingReturn[element] <= now) {
      // Being gone forecloses nothing.
      return taken;
    }
    List<SetSituation> both = new ArrayList<>(taken);
    both.add(s.settled(~call));
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
          switch (state(s, element)) {
            case NOT_YET -> reached(s, new Goal(SetCalls.Role.ADD, element));
            case THERE -> List.of(s);
            default -> List.of();
          };
      case LACKS ->
          state(s, element) == THERE
              ? reached(s, new Goal(SetCalls.Role.REMOVE, element))
              : List.of(s);
    };
  }

  private Collection<SetSituation> removed(SetSituation s, int element, int now) {
    Goal goal = new Goal(SetCalls.Role.REMOVE, element);
    if (state(s, element) != NOT_YET || openAdd[element] < 0) {
      return state(s, element) == THERE ? reached(s, goal) : List.of(s);
    }
    // Added and removed, or removed when it was not there yet.
    if (lastSightingCall[element] > now) {
      return List.of(s);
    }
    boolean isSeenAgain = lastSightingReturn[element] > now;
    if (!isSeenAgain) {
      // Being gone forecloses nothing; nor does a crashed addition that never happens.
      return calls.isCrashed(openAdd[element]) ? List.of(s) : reached(s, goal);
    }
    List<SetSituation> both = new ArrayList<>(reached(s, goal));
    both.add(s);
    return both;
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
    // Whoever asks for this again before it is known waits for itself: there is no way.
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
        int[] missing = missing(s, read);
        if (isWithinReach(s, missing) && mustPrecede(s, missing, read) < 0) {
          direct(s, new Goal(SetCalls.Role.READ, read), missing)
              .ifPresent(after -> all.addAll(reached(after, goal)));
        }
      }
    }
    return all;
  }

  /** Whether there are open calls that may change all of some elements. */
  private boolean isWithinReach(SetSituation s, int[] elements) {
    for (int element : elements) {
      int open =
          switch (state(s, element)) {
            case NOT_YET -> openAdd[element];
            case THERE -> firstOpen[element];
            default -> -1;
          };
      if (open < 0) {
        return false;
      }
    }
    return true;
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
          state(s, element) == THERE
              ? waiting.whoSaw(element, true, s.reads(), itself)
              : waiting.whoLacked(element, earliestRemoval[element], s.reads(), itself);
      if (read >= 0) {
        return read;
      }
    }
    return -1;
  }

  /** The elements that a goal changes; null if there is something else to reach before. */
  private int[] changed(SetSituation s, Goal goal) {
    return switch (goal.role()) {
      case READ -> missing(s, goal.what());
      case REMOVE -> state(s, goal.what()) == NOT_YET ? null : new int[] {goal.what()};
      default -> new int[] {goal.what()};
    };
  }

  /** Whether a read that is to come saw one of the elements as it is before the change. */
  private boolean isContradicted(SetSituation s, Goal goal, int[] changed) {
    int itself = goal.role() == SetCalls.Role.READ ? goal.what() : -1;
    for (int element : changed) {
      if (waiting.whoSaw(element, state(s, element) == THERE, s.reads(), itself) >= 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a read may come before a goal that it would not come after as well: it has to see what
   * that changes as it is now. Others that come before it in some linearization saw all that it
   * changes already, and so may as well come behind it.
   */
  private boolean mayPrecede(SetSituation s, int read, int[] changed) {
    if (waiting.isIn(s.reads(), read)) {
      return false;
    }
    for (int element : changed) {
      if (!isWrong(s, read, element)) {
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
      case ADD -> state(s, goal.what()) != NOT_YET;
      case REMOVE -> state(s, goal.what()) == GONE;
      default -> s.isDone(goal.what());
    };
  }

  private Optional<SetSituation> direct(SetSituation s, Goal goal, int[] changed) {
    Optional<SetSituation> found =
        switch (goal.role()) {
          case ADD -> added(s, goal.what());
          case REMOVE -> taken(s, goal.what());
          default -> changedFor(s, goal.what(), changed);
        };
    return found.map(this::withReads);
  }

  /** An element is added: all open removals may have come before, in vain. */
  private Optional<SetSituation> added(SetSituation s, int element) {
    int add = openAdd[element];
    if (add < 0 || state(s, element) != NOT_YET) {
      return Optional.empty();
    }
    SetSituation after = s;
    for (int call = firstOpen[element]; call >= 0; call = nextOpen[call]) {
      if (after.isDone(call) || calls.isCrashed(call)) {
        continue;
      }
      if (calls.roles[call] == SetCalls.Role.LACKS) {
        after = after.with(call);
      } else if (calls.roles[call] == SetCalls.Role.REMOVE) {
        after = after.withUnsettled(call);
      }
    }
    after = calls.isCrashed(add) ? after.after(add) : after.with(add);
    return Optional.of(after.changed(element, THERE));
  }

  /** An element is removed, by one of the open removals or by all of them. */
  private Optional<SetSituation> taken(SetSituation s, int element) {
    if (state(s, element) != THERE) {
      return Optional.empty();
    }
    int crashed = -1;
    boolean isTaken = false;
    SetSituation after = s;
    for (int call = firstOpen[element]; call >= 0; call = nextOpen[call]) {
      if (calls.roles[call] == SetCalls.Role.HAS && !after.isDone(call)) {
        after = after.with(call);
      } else if (calls.roles[call] == SetCalls.Role.REMOVE && calls.isCrashed(call)) {
        crashed = call;
      }
    }
    for (int call = firstOpen[element]; call >= 0; call = nextOpen[call]) {
      if (calls.roles[call] == SetCalls.Role.REMOVE && !calls.isCrashed(call)) {
        after = after.isDone(call) ? after.settled(call) : after.with(call);
        isTaken = true;
      }
    }
    if (!isTaken && crashed < 0) {
      return Optional.empty();
    }
    after = isTaken ? after : after.after(crashed);
    return Optional.of(after.changed(element, GONE));
  }

  private Optional<SetSituation> changedFor(SetSituation s, int read, int[] missing) {
    Optional<SetSituation> way = Optional.of(s);
    for (int i = 0; i < missing.length && way.isPresent(); i++) {
      int element = missing[i];
      boolean isNew = state(s, element) == NOT_YET;
      way = way.flatMap(before -> isNew ? added(before, element) : taken(before, element));
    }
    return way.map(after -> after.with(read, waiting));
  }

  /** The elements that a read saw otherwise than they are. */
  private int[] missing(SetSituation s, int read) {
    IntSet base = waiting.wrong(read);
    IntSet missing = IntSet.ofFew();
    for (int i = 0; i < base.size(); i++) {
      if (isWrong(s, read, base.get(i))) {
        missing.add(base.get(i));
      }
    }
    for (int entry : s.changes()) {
      if (!base.contains(entry >> 2) && isWrong(s, read, entry >> 2)) {
        missing.add(entry >> 2);
      }
    }
    return missing.toArray();
  }

  private boolean isWrong(SetSituation s, int read, int element) {
    return waiting.sees(read, element) != (state(s, element) == THERE);
  }

  private boolean matches(SetSituation s, int read) {
    int wrongs = waiting.wrong(read).size();
    if (wrongs > s.changes().length) {
      return false;
    }
    for (int entry : s.changes()) {
      boolean was = base[entry >> 2] == THERE;
      boolean is = (entry & 3) == THERE;
      if (was != is) {
        wrongs += waiting.sees(read, entry >> 2) == is ? -1 : 1;
      }
    }
    return wrongs == 0;
  }

  /** A read takes effect as soon as it can: that forecloses nothing. */
  private SetSituation withReads(SetSituation s) {
    SetSituation result = s;
    for (int i = 0; i < waiting.count(); i++) {
      int read = waiting.get(i);
      if (matches(result, read) && !waiting.isIn(result.reads(), read)) {
        result = result.with(read, waiting);
      }
    }
    return result;
  }

  private int state(SetSituation s, int element) {
    int at = s.place(element);
    return at < s.changes().length && s.changes()[at] >> 2 == element
        ? s.changes()[at] & 3
        : base[element];
  }

  /** Moves into the base what all situations agree on. */
  private void fold() {
    int[] first = frontier.getFirst().changes();
    if (first.length == 0 || (frontier.size() > 1 && first.length < FOLD_ABOVE)) {
      return;
    }
    if (frontier.size() == 1) {
      SetSituation only = frontier.getFirst();
      for (int entry : first) {
        settle(entry >> 2, entry & 3);
      }
      frontier = List.of(new SetSituation(NO_CHANGES, only.done(), only.reads(), only.path()));
      return;
    }
    int[] common =
        Arrays.stream(first)
            .filter(
                entry ->
                    frontier.stream().allMatch(s -> Arrays.binarySearch(s.changes(), entry) >= 0))
            .toArray();
    for (int entry : common) {
      settle(entry >> 2, entry & 3);
    }
    if (common.length > 0) {
      frontier =
          frontier.stream()
              .map(
                  s ->
                      new SetSituation(
                          Arrays.stream(s.changes())
                              .filter(entry -> Arrays.binarySearch(common, entry) < 0)
                              .toArray(),
                          s.done(),
                          s.reads(),
                          s.path()))
              .toList();
    }
  }

  private void settle(int element, int state) {
    boolean was = base[element] == THERE;
    boolean is = state == THERE;
    base[element] = (byte) state;
    if (was != is) {
      present.toggle(element);
      waiting.toggle(element);
    }
  }

  private void spend() {
    if (++ticks % STEPS_BETWEEN_CLOCK_READS == 0 && budget.isOutOfTime()) {
      throw new BudgetExceededException(
          "the time for checking is spent; --check-time gives it more");
    }
  }
}
