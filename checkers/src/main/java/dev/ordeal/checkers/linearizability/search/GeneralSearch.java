package dev.ordeal.checkers.linearizability.search;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.MemoryExceededException;
import dev.ordeal.checkers.Pace;
import dev.ordeal.checkers.linearizability.finding.Finding;
import dev.ordeal.checkers.model.Model;
import dev.ordeal.results.history.LongIntMap;
import dev.ordeal.results.history.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Linearizability for any sequential specification, by just-in-time linearization.
 *
 * <p>The history is walked once. A <em>configuration</em> is a state together with the open
 * operations that have already taken effect. At a return, every configuration in which the
 * returning operation has not taken effect is extended by open operations until it has; those for
 * which that is impossible are dropped. The history is linearizable iff a configuration is left at
 * the end (Lowe, <em>Testing for linearizability</em>, 2017). Memory holds only what is possible at
 * one instant.
 *
 * <p>What keeps the set small, without changing the answer:
 *
 * <ul>
 *   <li>States are numbered and transitions remembered, so that steps cost a table look-up.
 *   <li>Operations that look alike are one <em>class</em>; of equal open operations the one that
 *       returns first takes effect first, for any order could be exchanged for this one.
 *   <li>A read-only operation takes effect as soon as the state allows it: that forecloses nothing.
 *   <li>Crashed operations have no return, so a configuration only counts how many of each class it
 *       has used. One that used no more of any class, all else being equal, makes another needless.
 * </ul>
 *
 * <p>Cost is linear in the length and exponential, at worst, in the number of open operations; the
 * problem is NP-complete (Gibbons and Korach, 1997).
 */
public final class GeneralSearch<S> {
  private static final int IMPOSSIBLE = -1;
  private static final int WORK_PER_CONFIGURATION = 500;

  /**
   * The way to a configuration: what took effect last, and before.
   *
   * @param step an operation's number, or the complement of a crashed class
   */
  private record Path(Path before, int step) {}

  /** A state, the slots whose operation took effect, and how many of each crashed class did. */
  private record Configuration(int state, long[] done, int[] crashed, Path path) {
    boolean isDone(int slot) {
      return (done[slot >> 6] & (1L << slot)) != 0;
    }

    Configuration with(int newState, int slot, int op) {
      long[] newDone = done.clone();
      newDone[slot >> 6] |= 1L << slot;
      return new Configuration(newState, newDone, crashed, new Path(path, op));
    }

    Configuration without(int slot) {
      long[] newDone = done.clone();
      newDone[slot >> 6] &= ~(1L << slot);
      return new Configuration(state, newDone, crashed, path);
    }

    Configuration withCrashed(int newState, int kind) {
      int[] used = crashed.length > kind ? crashed.clone() : Arrays.copyOf(crashed, kind + 1);
      used[kind]++;
      return new Configuration(newState, done, used, new Path(path, ~kind));
    }

    int used(int kind) {
      return kind < crashed.length ? crashed[kind] : 0;
    }

    /** Whether everything the other could still do, this one could too. */
    boolean usesNoMoreThan(Configuration other) {
      for (int kind = 0; kind < crashed.length; kind++) {
        if (crashed[kind] > other.used(kind)) {
          return false;
        }
      }
      return true;
    }
  }

  /** What must be equal for one configuration to make another needless. */
  private record Slot(int state, List<Long> done) {
    static Slot of(Configuration c) {
      return new Slot(c.state(), Arrays.stream(c.done()).boxed().toList());
    }
  }

  /** A set without needless configurations. */
  private static final class Frontier {
    private final Map<Slot, List<Configuration>> byPlace = new HashMap<>();
    private final Pace pace;
    private int size;

    Frontier(Pace pace) {
      this.pace = pace;
    }

    boolean add(Configuration candidate) {
      List<Configuration> rivals =
          byPlace.computeIfAbsent(Slot.of(candidate), place -> new ArrayList<>(1));
      pace.spend(1L + rivals.size());
      for (Configuration rival : rivals) {
        if (rival.usesNoMoreThan(candidate)) {
          return false;
        }
      }
      int before = rivals.size();
      rivals.removeIf(candidate::usesNoMoreThan);
      rivals.add(candidate);
      size += rivals.size() - before;
      return true;
    }

    Iterable<Configuration> all() {
      List<Configuration> all = new ArrayList<>(size);
      byPlace.values().forEach(all::addAll);
      return all;
    }
  }

  private final Model<S> model;
  private final Timeline timeline;
  private final Budget budget;
  private final Pace pace;
  private final Map<S, Integer> stateNumbers = new HashMap<>();
  private final List<S> states = new ArrayList<>();

  /** By state and kind: the state after it plus one, 0 if it is impossible. */
  private final LongIntMap transitions = new LongIntMap(1024);

  private final int[] kinds;
  private final List<Operation> kindExamples = new ArrayList<>();
  private final boolean[] readOnly;
  private final int[] openInSlot;
  private final int[] openCrashed;
  private final List<Integer> crashedKinds = new ArrayList<>();

  private GeneralSearch(Model<S> model, Timeline timeline, Budget budget) {
    this.model = model;
    this.timeline = timeline;
    this.budget = budget;
    this.pace = new Pace(budget);
    this.kinds = new int[timeline.size()];
    Map<List<Object>, Integer> numbers = new HashMap<>();
    for (int i = 0; i < kinds.length; i++) {
      Operation op = timeline.operation(i);
      int caller = model.knowsProcesses() ? op.process() : 0;
      List<Object> look =
          Arrays.asList(op.function(), op.argument(), op.result(), op.isInfo(), caller);
      kinds[i] =
          numbers.computeIfAbsent(
              look,
              fresh -> {
                kindExamples.add(op);
                return kindExamples.size() - 1;
              });
    }
    this.readOnly = new boolean[kindExamples.size()];
    for (int kind = 0; kind < readOnly.length; kind++) {
      readOnly[kind] = model.isReadOnly(kindExamples.get(kind));
    }
    this.openInSlot = new int[timeline.slotCount()];
    Arrays.fill(openInSlot, -1);
    this.openCrashed = new int[kindExamples.size()];
  }

  /**
   * Decides whether the operations of one object are linearizable.
   *
   * @throws BudgetExceededException if time or memory run out first
   */
  public static <S> Finding search(Model<S> model, List<Operation> operations, Budget budget) {
    Timeline timeline = Timeline.of(operations, op -> !model.isReadOnly(op));
    return new GeneralSearch<>(model, timeline, budget).run();
  }

  private Finding run() {
    Frontier frontier = new Frontier(pace);
    long[] none = new long[(timeline.slotCount() + 63) / 64];
    frontier.add(new Configuration(number(model.initial()), none, new int[0], null));
    for (int step : timeline.steps()) {
      if (step >= 0) {
        frontier = called(step, frontier);
      } else {
        Frontier next = returned(~step, frontier);
        if (next.size == 0) {
          return failure(~step, frontier);
        }
        openInSlot[timeline.slot(~step)] = -1;
        frontier = next;
      }
    }
    Path path = frontier.all().iterator().next().path();
    return new Finding.Linearizable(() -> order(path));
  }

  /**
   * The operations of a way, as numbers among those given; of a crashed class, the first called.
   */
  private int[] order(Path last) {
    Deque<Integer> steps = new ArrayDeque<>();
    for (Path path = last; path != null; path = path.before()) {
      steps.push(path.step());
    }
    Map<Integer, Deque<Integer>> crashed = new HashMap<>();
    for (int i = 0; i < timeline.size(); i++) {
      if (timeline.isCrashed(i)) {
        crashed.computeIfAbsent(kinds[i], kind -> new ArrayDeque<>()).add(i);
      }
    }
    return steps.stream()
        .mapToInt(step -> timeline.place(step >= 0 ? step : crashed.get(~step).remove()))
        .toArray();
  }

  private Frontier called(int op, Frontier frontier) {
    if (timeline.isCrashed(op)) {
      if (openCrashed[kinds[op]]++ == 0) {
        crashedKinds.add(kinds[op]);
      }
      return frontier;
    }
    openInSlot[timeline.slot(op)] = op;
    if (!readOnly[kinds[op]]) {
      return frontier;
    }
    Frontier next = new Frontier(pace);
    for (Configuration c : frontier.all()) {
      next.add(withReads(c));
    }
    return next;
  }

  private Frontier returned(int op, Frontier frontier) {
    int slot = timeline.slot(op);
    Frontier next = new Frontier(pace);
    Frontier seen = new Frontier(pace);
    Deque<Configuration> work = new ArrayDeque<>();
    for (Configuration c : frontier.all()) {
      if (c.isDone(slot)) {
        next.add(c.without(slot));
      } else if (seen.add(c)) {
        work.add(c);
      }
    }
    while (!work.isEmpty()) {
      spend(next.size + seen.size);
      for (Configuration c : successors(work.poll())) {
        if (c.isDone(slot)) {
          next.add(c.without(slot));
        } else if (seen.add(c)) {
          work.add(c);
        }
      }
    }
    return next;
  }

  private List<Configuration> successors(Configuration c) {
    List<Configuration> successors = new ArrayList<>();
    Set<Integer> tried = new HashSet<>();
    for (int slot = 0; slot < openInSlot.length; slot++) {
      int op = openInSlot[slot];
      if (op < 0 || c.isDone(slot) || !tried.add(kinds[op])) {
        continue;
      }
      int state = step(c.state(), kinds[op]);
      if (state != IMPOSSIBLE) {
        int first = earliest(c, kinds[op]);
        successors.add(withReads(c.with(state, first, openInSlot[first])));
      }
    }
    for (int kind : crashedKinds) {
      if (openCrashed[kind] > c.used(kind)) {
        int state = step(c.state(), kind);
        if (state != IMPOSSIBLE && state != c.state()) {
          successors.add(withReads(c.withCrashed(state, kind)));
        }
      }
    }
    return successors;
  }

  /** The slot of the open operation of this kind that returns first. */
  private int earliest(Configuration c, int kind) {
    int best = -1;
    for (int slot = 0; slot < openInSlot.length; slot++) {
      int op = openInSlot[slot];
      if (op >= 0
          && kinds[op] == kind
          && !c.isDone(slot)
          && (best < 0 || timeline.returnedAt(op) < timeline.returnedAt(openInSlot[best]))) {
        best = slot;
      }
    }
    return best;
  }

  private Configuration withReads(Configuration c) {
    Configuration result = c;
    for (int slot = 0; slot < openInSlot.length; slot++) {
      int op = openInSlot[slot];
      if (op >= 0
          && readOnly[kinds[op]]
          && !result.isDone(slot)
          && step(result.state(), kinds[op]) != IMPOSSIBLE) {
        result = result.with(result.state(), slot, op);
      }
    }
    return result;
  }

  private int step(int state, int kind) {
    long key = (long) state << 32 | kind;
    int known = transitions.get(key);
    if (known < 0) {
      // A step of a user's model may take long.
      budget.check();
      Optional<S> next = model.step(states.get(state), kindExamples.get(kind));
      known = next.isPresent() ? number(next.get()) + 1 : 0;
      transitions.put(key, known);
    }
    return known == 0 ? IMPOSSIBLE : known - 1;
  }

  private int number(S state) {
    return stateNumbers.computeIfAbsent(
        state,
        fresh -> {
          states.add(fresh);
          return states.size() - 1;
        });
  }

  private void spend(int configurations) {
    if (configurations > budget.configurationsMax()) {
      throw new MemoryExceededException(
          "more than %d configurations are possible at once; fewer clients for each key, or unique "
                  .formatted(budget.configurationsMax())
              + "values, would make the history decidable");
    }
    // What comes of one has to be made, and compared with others besides.
    pace.spend(WORK_PER_CONFIGURATION);
  }

  private Finding failure(int op, Frontier before) {
    Set<String> possible = new HashSet<>();
    before.all().forEach(c -> possible.add(String.valueOf(states.get(c.state()))));
    List<Operation> open = new ArrayList<>();
    for (int other : openInSlot) {
      if (other >= 0 && other != op) {
        open.add(timeline.operation(other));
      }
    }
    return new Finding.NotLinearizable(
        timeline.operation(op), possible.stream().sorted().limit(10).toList(), open);
  }
}
