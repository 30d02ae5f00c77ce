package dev.ordeal.checkers.linearizability.register;

import static dev.ordeal.checkers.linearizability.register.SlotSet.has;
import static dev.ordeal.checkers.linearizability.register.SlotSet.next;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.MemoryExceededException;
import dev.ordeal.checkers.Pace;
import dev.ordeal.checkers.linearizability.search.Timeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One walk of {@link RegisterSearch} along the timeline, under one relaxation.
 *
 * <p>A configuration remembers little, because a write that is overwritten at once is never seen:
 *
 * <ul>
 *   <li>When a write takes effect, every other open write becomes <em>optional</em>: it can be put
 *       just before, where it is invisible. It may still take effect visibly later, until it
 *       returns, but it need not.
 *   <li>A write of the value that the register holds anyway is optional, too.
 *   <li>Writes therefore take effect only where something wants their value: an open read or
 *       compare-and-set that can use it, or their own return. A write placed anywhere else is
 *       overwritten unseen, or the same state is reached by placing it later. Writing the value
 *       that is there already hides other writes before a compare-and-set that needs it.
 *   <li>At its own return a write is placed visibly, and, where optional, also left invisible.
 *   <li>An open read takes effect as soon as the register holds its value.
 *   <li>Of open operations that look alike the one that returns first goes first; crashed ones,
 *       which never return, go last and are only counted.
 * </ul>
 *
 * <p>Each claim is an exchange argument; together they are tested against trying all orders.
 */
final class RegisterWalk {
  private static final int WORK_PER_CONFIGURATION = 500;

  private final RegisterCalls calls;
  private final Timeline timeline;
  private final Budget budget;
  private final Pace pace;
  private final RegisterRelaxation relaxation;

  /** Whether configurations keep how they came about, which costs a fifth of the time. */
  private final boolean keepsPaths;

  private final RegisterOpenCalls open;
  private final int[] wantedAt;
  private final int[] writerAt;
  private final int[] writer;
  private int stamp;

  /** What all crashed calls so far are worth. */
  private long funds;

  /** What is possible before the step. */
  private RegisterFrontier frontier;

  /** The number of the step that is being gone through. */
  private int now;

  private int scarce = -1;

  RegisterWalk(
      RegisterCalls calls, Budget budget, RegisterRelaxation relaxation, boolean keepsPaths) {
    this.calls = calls;
    this.timeline = calls.timeline;
    this.budget = budget;
    this.pace = new Pace(budget);
    this.relaxation = relaxation;
    this.keepsPaths = keepsPaths;
    this.open = new RegisterOpenCalls(calls);
    this.wantedAt = new int[calls.values.length];
    this.writerAt = new int[calls.values.length];
    this.writer = new int[calls.values.length];
    int words = open.writes.length;
    this.frontier = new RegisterFrontier(open, relaxation, pace);
    frontier.add(
        new RegisterConfiguration(
            0, new long[words], new long[words], new int[calls.kinds()], 0, -1, null));
  }

  /**
   * Goes on until a step, or to the first return that no configuration allows.
   *
   * @param realOnly whether to stop, too, where all that is left overdrew a kind
   * @return whether it stopped at a return that no configuration allows
   * @throws BudgetExceededException if time or memory run out first
   */
  boolean to(int limit, boolean realOnly) {
    int[] steps = timeline.steps();
    for (; now < limit; now++) {
      int step = steps[now];
      if (step >= 0) {
        called(step);
        continue;
      }
      RegisterFrontier next = returned(~step);
      if (next.size() == 0) {
        return true;
      }
      if (!next.hasReal() && scarce < 0) {
        scarce = mostOverdrawn(next);
      }
      if (realOnly && !next.hasReal()) {
        return false;
      }
      open.returned(~step);
      frontier = next;
    }
    return false;
  }

  /** The step at which the walk stands. */
  int now() {
    return now;
  }

  /** What is possible before that step. */
  RegisterFrontier frontier() {
    return frontier;
  }

  RegisterOpenCalls open() {
    return open;
  }

  /** The kind that was overdrawn most often when all that was left overdrew one; or -1. */
  int scarce() {
    return scarce;
  }

  private int mostOverdrawn(RegisterFrontier survivors) {
    int[] times = new int[calls.kinds()];
    int most = -1;
    for (RegisterConfiguration c : survivors.all()) {
      times[c.overdrawn]++;
      most = most < 0 || times[c.overdrawn] > times[most] ? c.overdrawn : most;
    }
    return most;
  }

  private void called(int op) {
    open.called(op);
    if (timeline.isCrashed(op)) {
      funds += relaxation.price(calls.crashedKind[op]);
      return;
    }
    if (calls.type[op] == RegisterCalls.CAS) {
      return;
    }
    if (!frontier.holds(calls.to[op])) {
      return;
    }
    RegisterFrontier next = new RegisterFrontier(open, relaxation, pace);
    for (RegisterConfiguration c : frontier.all()) {
      next.add(c.value == calls.to[op] ? settled(c) : c);
    }
    frontier = next;
  }

  private RegisterFrontier returned(int op) {
    int slot = timeline.slot(op);
    RegisterFrontier next = new RegisterFrontier(open, relaxation, pace);
    RegisterFrontier seen = new RegisterFrontier(open, relaxation, pace);
    Deque<RegisterConfiguration> work = new ArrayDeque<>();
    for (RegisterConfiguration c : frontier.all()) {
      if (has(c.done, slot)) {
        next.add(without(c, slot));
        continue;
      }
      if (has(c.optional, slot)) {
        next.add(without(hiding(c, op), slot));
      }
      if (seen.add(c)) {
        work.add(c);
      }
    }
    while (!work.isEmpty()) {
      RegisterConfiguration c = work.poll();
      if (c.dropped) {
        continue;
      }
      spend(next.size() + seen.size());
      if (calls.type[op] == RegisterCalls.WRITE) {
        next.add(without(writing(c, slot), slot));
      }
      for (RegisterConfiguration successor : successors(c, op)) {
        if (has(successor.done, slot)) {
          next.add(without(successor, slot));
        } else if (seen.add(successor)) {
          work.add(successor);
        }
      }
    }
    return next;
  }

  private List<RegisterConfiguration> successors(RegisterConfiguration c, int returning) {
    List<RegisterConfiguration> successors = new ArrayList<>();
    stamp++;
    markWanted(c);
    // Writing the value that is there already can only serve to hide other writes.
    boolean rewriting = open.hasObligations(c.done, c.optional);
    addWrites(successors, c, returning, rewriting);
    Set<Integer> swapsTried = new HashSet<>();
    for (int slot = next(open.cas, 0); slot >= 0; slot = next(open.cas, slot + 1)) {
      int op = open.at(slot);
      if (calls.from[op] == c.value && !has(c.done, slot) && swapsTried.add(calls.to[op])) {
        successors.add(swapping(c, open.earliestCas(c.value, calls.to[op], c.done)));
      }
    }
    for (int kind = 0; kind < calls.kinds(); kind++) {
      int value = calls.kindTo[kind];
      if (wantedAt[value] != stamp || !isLeft(c, kind)) {
        continue;
      }
      boolean possible =
          calls.kindType[kind] == RegisterCalls.WRITE
              ? writerAt[value] != stamp && (value != c.value || rewriting)
              : calls.kindFrom[kind] == c.value && !swapsTried.contains(value);
      if (possible) {
        successors.add(crashed(c, kind));
      }
    }
    return successors;
  }

  private void addWrites(
      List<RegisterConfiguration> successors,
      RegisterConfiguration c,
      int returning,
      boolean rewriting) {
    List<Integer> written = new ArrayList<>();
    for (int slot = next(open.writes, 0); slot >= 0; slot = next(open.writes, slot + 1)) {
      int op = open.at(slot);
      int value = calls.to[op];
      if (op == returning
          || has(c.done, slot)
          || wantedAt[value] != stamp
          || (value == c.value && !rewriting)) {
        continue;
      }
      if (writerAt[value] != stamp) {
        writerAt[value] = stamp;
        writer[value] = slot;
        written.add(value);
      } else {
        writer[value] = open.earlier(writer[value], slot);
      }
    }
    for (int value : written) {
      successors.add(writing(c, writer[value]));
    }
  }

  /** Marks the values that an open read, or an open compare-and-set, could use. */
  private void markWanted(RegisterConfiguration c) {
    for (int slot = next(open.reads, 0); slot >= 0; slot = next(open.reads, slot + 1)) {
      if (!has(c.done, slot)) {
        wantedAt[calls.from[open.at(slot)]] = stamp;
      }
    }
    for (int slot = next(open.cas, 0); slot >= 0; slot = next(open.cas, slot + 1)) {
      if (!has(c.done, slot)) {
        wantedAt[calls.from[open.at(slot)]] = stamp;
      }
    }
    for (int kind = 0; kind < calls.kinds(); kind++) {
      if (calls.kindType[kind] == RegisterCalls.CAS && isLeft(c, kind)) {
        wantedAt[calls.kindFrom[kind]] = stamp;
      }
    }
  }

  /** Whether the relaxation allows one more crashed call of a kind. */
  private boolean isLeft(RegisterConfiguration c, int kind) {
    return relaxation.isCounted(kind)
        ? c.used[kind] < open.crashed[kind]
        : open.crashed[kind] > 0 && c.cost + relaxation.price(kind) <= funds;
  }

  private RegisterConfiguration writing(RegisterConfiguration c, int slot) {
    long[] done = SlotSet.with(c.done, slot);
    RegisterOrder.Path path = effect(c.path, open.at(slot));
    return settled(c.with(calls.to[open.at(slot)], done, open.writesLeft(done), path));
  }

  private RegisterConfiguration swapping(RegisterConfiguration c, int slot) {
    RegisterOrder.Path path = effect(c.path, open.at(slot));
    return settled(c.with(calls.to[open.at(slot)], SlotSet.with(c.done, slot), c.optional, path));
  }

  private RegisterConfiguration crashed(RegisterConfiguration c, int kind) {
    int[] used = c.used.clone();
    used[kind]++;
    int overdrawn = c.isReal() && used[kind] > open.crashed[kind] ? kind : c.overdrawn;
    RegisterOrder.Path path = null;
    if (keepsPaths && overdrawn < 0) {
      path = effect(c.path, open.crashedCall(kind, c.used[kind]));
    }
    long[] optional =
        calls.kindType[kind] == RegisterCalls.WRITE ? open.writesLeft(c.done) : c.optional;
    return settled(
        new RegisterConfiguration(
            calls.kindTo[kind],
            c.done,
            optional,
            used,
            c.cost + relaxation.price(kind),
            overdrawn,
            path));
  }

  private RegisterOrder.Path effect(RegisterOrder.Path before, int op) {
    return keepsPaths ? new RegisterOrder.Path(before, op, now, false) : null;
  }

  private RegisterConfiguration hiding(RegisterConfiguration c, int op) {
    return keepsPaths
        ? c.with(c.value, c.done, c.optional, new RegisterOrder.Path(c.path, op, now, true))
        : c;
  }

  /** The configuration after everything that its value allows without changing anything. */
  private RegisterConfiguration settled(RegisterConfiguration c) {
    long[] done = c.done.clone();
    RegisterOrder.Path path = c.path;
    for (int slot = next(open.reads, 0); slot >= 0; slot = next(open.reads, slot + 1)) {
      if (calls.to[open.at(slot)] == c.value && !has(done, slot)) {
        SlotSet.add(done, slot);
        path = effect(path, open.at(slot));
      }
    }
    long[] optional = c.optional.clone();
    for (int slot = next(open.writes, 0); slot >= 0; slot = next(open.writes, slot + 1)) {
      if (calls.to[open.at(slot)] == c.value && !has(done, slot)) {
        SlotSet.add(optional, slot);
      }
    }
    return c.with(c.value, done, optional, path);
  }

  private static RegisterConfiguration without(RegisterConfiguration c, int slot) {
    return c.with(
        c.value, SlotSet.without(c.done, slot), SlotSet.without(c.optional, slot), c.path);
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
}
