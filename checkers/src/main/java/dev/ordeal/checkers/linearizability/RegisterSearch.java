package dev.ordeal.checkers.linearizability;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.results.history.Operation;
import dev.ordeal.results.history.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Linearizability of one register with read, write and compare-and-set, values repeating or not.
 *
 * <p>The walk is that of {@link GeneralSearch}; what differs is how little a configuration has to
 * remember, because a write that is overwritten at once is seen by nobody:
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
 *   <li>A configuration makes another needless if it holds the same value, has the same
 *       compare-and-sets behind it, and in everything else is no worse: reads done, writes optional
 *       or not used up, crashed operations left.
 * </ul>
 *
 * <p>Where operations crashed, a search that keeps only the configurations with the most crashed
 * operations left goes first: it decides most valid histories at a fraction of the cost.
 *
 * <p>Each claim is an exchange argument; together they are tested against trying all orders.
 */
final class RegisterSearch {
  private static final int[] NARROW_WIDTHS = {32, 512};
  private static final int STEPS_BETWEEN_CLOCK_READS = 64;

  private final RegisterCalls calls;
  private final Timeline timeline;
  private final Budget budget;
  private final int width;

  /** Whether configurations keep how they came about, which costs a search a fifth of its time. */
  private final boolean keepsPaths;

  private final int[] type;
  private final int[] from;
  private final int[] to;
  private final int words;
  private final int[] openInSlot;
  private final long[] openReads;
  private final long[] openWrites;
  private final long[] openCas;
  private final int kinds;
  private final int[] kindType;
  private final int[] kindFrom;
  private final int[] kindTo;

  /** By kind: how many crashed calls there were so far, and which, in order. */
  private final int[] openCrashed;

  private final List<List<Integer>> crashedCalls;

  private final int[] wantedAt;
  private final int[] writerAt;
  private final int[] writer;
  private int stamp;

  /** The number of the step that is being gone through. */
  private int now;

  private long ticks;

  /**
   * What is possible at one instant.
   *
   * @param value the register's value, numbered
   * @param done slots whose operation took effect visibly
   * @param optional slots of writes that may stay invisible
   * @param crashed how many crashed operations of each kind took effect
   * @param path how it came about; of no matter for what is possible from now on
   */
  private record Configuration(
      int value, long[] done, long[] optional, int[] crashed, RegisterOrder.Path path) {}

  private RegisterSearch(RegisterCalls calls, Budget budget, int width, boolean keepsPaths) {
    this.calls = calls;
    this.timeline = calls.timeline;
    this.budget = budget;
    this.width = width;
    this.keepsPaths = keepsPaths;
    this.type = calls.type;
    this.from = calls.from;
    this.to = calls.to;
    this.kinds = calls.kinds();
    this.kindType = calls.kindType;
    this.kindFrom = calls.kindFrom;
    this.kindTo = calls.kindTo;
    this.wantedAt = new int[calls.values.length];
    this.writerAt = new int[calls.values.length];
    this.writer = new int[calls.values.length];
    this.words = (timeline.slotCount() + 63) / 64;
    this.openInSlot = new int[timeline.slotCount()];
    Arrays.fill(openInSlot, -1);
    this.openReads = new long[words];
    this.openWrites = new long[words];
    this.openCas = new long[words];
    this.openCrashed = new int[kinds];
    this.crashedCalls = new ArrayList<>();
    for (int kind = 0; kind < kinds; kind++) {
      crashedCalls.add(new ArrayList<>());
    }
  }

  /**
   * Decides whether the operations of one register are linearizable.
   *
   * @throws BudgetExceededException if time or memory run out first
   */
  static Finding search(Value initial, List<Operation> all, Budget budget) {
    RegisterCalls calls = new RegisterCalls(initial, all);
    // A narrow search that reaches the end has found a linearization; only its failure means
    // nothing.
    if (calls.kinds() > 0) {
      for (int width : NARROW_WIDTHS) {
        Finding found = new RegisterSearch(calls, budget, width, false).run();
        if (found instanceof Finding.Linearizable) {
          return found;
        }
      }
    }
    return new RegisterSearch(calls, budget, Integer.MAX_VALUE, false).run();
  }

  private Finding run() {
    Frontier frontier = new Frontier();
    frontier.add(new Configuration(0, new long[words], new long[words], new int[kinds], null));
    int[] steps = timeline.steps();
    for (now = 0; now < steps.length; now++) {
      int step = steps[now];
      if (step >= 0) {
        frontier = called(step, frontier);
        continue;
      }
      Frontier next = returned(~step, frontier);
      if (next.size() == 0) {
        return failure(~step, frontier);
      }
      close(~step);
      frontier = next.size() > width ? next.narrowed() : next;
    }
    if (!keepsPaths) {
      return new Finding.Linearizable(this::orderOfAnotherSearch);
    }
    RegisterOrder.Path path = frontier.all().getFirst().path();
    return new Finding.Linearizable(() -> RegisterOrder.of(path, calls));
  }

  /** The same search, but with paths: hardly anybody asks for an order. */
  private int[] orderOfAnotherSearch() {
    Finding found = new RegisterSearch(calls, budget, width, true).run();
    return ((Finding.Linearizable) found).order().get();
  }

  private Frontier called(int op, Frontier frontier) {
    if (timeline.isCrashed(op)) {
      int kind = calls.crashedKind[op];
      openCrashed[kind]++;
      crashedCalls.get(kind).add(op);
      return frontier;
    }
    int slot = timeline.slot(op);
    openInSlot[slot] = op;
    set(openSet(op), slot);
    if (type[op] == RegisterCalls.CAS) {
      return frontier;
    }
    Frontier next = new Frontier();
    for (Configuration c : frontier.all()) {
      next.add(c.value() == to[op] ? settled(c) : c);
    }
    return next;
  }

  private void close(int op) {
    int slot = timeline.slot(op);
    openInSlot[slot] = -1;
    clear(openSet(op), slot);
  }

  private long[] openSet(int op) {
    return switch (type[op]) {
      case RegisterCalls.READ -> openReads;
      case RegisterCalls.WRITE -> openWrites;
      default -> openCas;
    };
  }

  private Frontier returned(int op, Frontier frontier) {
    int slot = timeline.slot(op);
    Frontier next = new Frontier();
    Frontier seen = new Frontier();
    Deque<Configuration> work = new ArrayDeque<>();
    for (Configuration c : frontier.all()) {
      if (has(c.done(), slot)) {
        next.add(without(c, slot));
        continue;
      }
      if (has(c.optional(), slot)) {
        next.add(without(hiding(c, op), slot));
      }
      if (seen.add(c)) {
        work.add(c);
      }
    }
    while (!work.isEmpty() && (width == Integer.MAX_VALUE || seen.size() < 4 * width)) {
      Configuration c = work.poll();
      spend(next.size() + seen.size());
      if (type[op] == RegisterCalls.WRITE) {
        next.add(without(writing(c, slot, to[op]), slot));
      }
      for (Configuration successor : successors(c, op)) {
        if (has(successor.done(), slot)) {
          next.add(without(successor, slot));
        } else if (seen.add(successor)) {
          work.add(successor);
        }
      }
    }
    return next;
  }

  private List<Configuration> successors(Configuration c, int returning) {
    List<Configuration> successors = new ArrayList<>();
    stamp++;
    markWanted(c);
    // Writing the value that is there already can only serve to hide other writes.
    boolean rewriting = hasObligations(c);
    List<Integer> written = new ArrayList<>();
    for (int slot = next(openWrites, 0); slot >= 0; slot = next(openWrites, slot + 1)) {
      int op = openInSlot[slot];
      int value = to[op];
      if (op == returning
          || has(c.done(), slot)
          || wantedAt[value] != stamp
          || (value == c.value() && !rewriting)) {
        continue;
      }
      if (writerAt[value] != stamp) {
        writerAt[value] = stamp;
        writer[value] = slot;
        written.add(value);
      } else if (timeline.returnedAt(op) < timeline.returnedAt(openInSlot[writer[value]])) {
        writer[value] = slot;
      }
    }
    for (int value : written) {
      successors.add(writing(c, writer[value], value));
    }
    Set<Integer> swapsTried = new HashSet<>();
    for (int slot = next(openCas, 0); slot >= 0; slot = next(openCas, slot + 1)) {
      int op = openInSlot[slot];
      if (from[op] == c.value() && !has(c.done(), slot) && swapsTried.add(to[op])) {
        successors.add(swapping(c, earliestCas(c, to[op]), to[op]));
      }
    }
    for (int kind = 0; kind < kinds; kind++) {
      int value = kindTo[kind];
      if (openCrashed[kind] <= c.crashed()[kind] || wantedAt[value] != stamp) {
        continue;
      }
      if (kindType[kind] == RegisterCalls.WRITE) {
        if (writerAt[value] != stamp && (value != c.value() || rewriting)) {
          successors.add(crashedWriting(c, kind));
        }
      } else if (kindFrom[kind] == c.value() && !swapsTried.contains(value)) {
        successors.add(crashedSwapping(c, kind));
      }
    }
    return successors;
  }

  private boolean hasObligations(Configuration c) {
    for (int word = 0; word < words; word++) {
      if ((openWrites[word] & ~c.done()[word] & ~c.optional()[word]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Marks the values that an open read, or an open compare-and-set, could use. */
  private void markWanted(Configuration c) {
    for (int slot = next(openReads, 0); slot >= 0; slot = next(openReads, slot + 1)) {
      if (!has(c.done(), slot)) {
        wantedAt[from[openInSlot[slot]]] = stamp;
      }
    }
    for (int slot = next(openCas, 0); slot >= 0; slot = next(openCas, slot + 1)) {
      if (!has(c.done(), slot)) {
        wantedAt[from[openInSlot[slot]]] = stamp;
      }
    }
    for (int kind = 0; kind < kinds; kind++) {
      if (kindType[kind] == RegisterCalls.CAS && openCrashed[kind] > c.crashed()[kind]) {
        wantedAt[kindFrom[kind]] = stamp;
      }
    }
  }

  private int earliestCas(Configuration c, int target) {
    int best = -1;
    for (int slot = next(openCas, 0); slot >= 0; slot = next(openCas, slot + 1)) {
      int op = openInSlot[slot];
      if (from[op] == c.value()
          && to[op] == target
          && !has(c.done(), slot)
          && (best < 0 || timeline.returnedAt(op) < timeline.returnedAt(openInSlot[best]))) {
        best = slot;
      }
    }
    return best;
  }

  private Configuration writing(Configuration c, int slot, int value) {
    long[] done = c.done().clone();
    set(done, slot);
    RegisterOrder.Path path = effect(c.path(), openInSlot[slot]);
    return settled(new Configuration(value, done, allOptional(done), c.crashed(), path));
  }

  private Configuration crashedWriting(Configuration c, int kind) {
    int[] used = c.crashed().clone();
    used[kind]++;
    long[] optional = allOptional(c.done());
    RegisterOrder.Path path = crashedEffect(c, kind);
    return settled(new Configuration(kindTo[kind], c.done(), optional, used, path));
  }

  private long[] allOptional(long[] done) {
    long[] optional = openWrites.clone();
    for (int word = 0; word < words; word++) {
      optional[word] &= ~done[word];
    }
    return optional;
  }

  private Configuration swapping(Configuration c, int slot, int value) {
    long[] done = c.done().clone();
    set(done, slot);
    RegisterOrder.Path path = effect(c.path(), openInSlot[slot]);
    return settled(new Configuration(value, done, c.optional(), c.crashed(), path));
  }

  private Configuration crashedSwapping(Configuration c, int kind) {
    int[] used = c.crashed().clone();
    used[kind]++;
    RegisterOrder.Path path = crashedEffect(c, kind);
    return settled(new Configuration(kindTo[kind], c.done(), c.optional(), used, path));
  }

  private RegisterOrder.Path effect(RegisterOrder.Path before, int op) {
    return keepsPaths ? new RegisterOrder.Path(before, op, now, false) : null;
  }

  /** Of those that look alike, the one that was called first goes first. */
  private RegisterOrder.Path crashedEffect(Configuration c, int kind) {
    return keepsPaths ? effect(c.path(), crashedCalls.get(kind).get(c.crashed()[kind])) : null;
  }

  private Configuration hiding(Configuration c, int op) {
    if (!keepsPaths) {
      return c;
    }
    RegisterOrder.Path path = new RegisterOrder.Path(c.path(), op, now, true);
    return new Configuration(c.value(), c.done(), c.optional(), c.crashed(), path);
  }

  /** The configuration after everything that its value allows without changing anything. */
  private Configuration settled(Configuration c) {
    long[] done = c.done().clone();
    RegisterOrder.Path path = c.path();
    for (int slot = next(openReads, 0); slot >= 0; slot = next(openReads, slot + 1)) {
      if (to[openInSlot[slot]] == c.value() && !has(done, slot)) {
        set(done, slot);
        path = effect(path, openInSlot[slot]);
      }
    }
    long[] optional = c.optional().clone();
    for (int slot = next(openWrites, 0); slot >= 0; slot = next(openWrites, slot + 1)) {
      if (to[openInSlot[slot]] == c.value() && !has(done, slot)) {
        set(optional, slot);
      }
    }
    return new Configuration(c.value(), done, optional, c.crashed(), path);
  }

  private static Configuration without(Configuration c, int slot) {
    long[] done = c.done().clone();
    long[] optional = c.optional().clone();
    clear(done, slot);
    clear(optional, slot);
    return new Configuration(c.value(), done, optional, c.crashed(), c.path());
  }

  /** A set without needless configurations. */
  private final class Frontier {
    private final Map<Integer, List<Configuration>> byValue = new HashMap<>();
    private int size;

    int size() {
      return size;
    }

    boolean add(Configuration candidate) {
      List<Configuration> rivals =
          byValue.computeIfAbsent(candidate.value(), value -> new ArrayList<>());
      for (Configuration rival : rivals) {
        if (noWorse(rival, candidate)) {
          return false;
        }
      }
      int before = rivals.size();
      rivals.removeIf(rival -> noWorse(candidate, rival));
      rivals.add(candidate);
      size += rivals.size() - before;
      return true;
    }

    List<Configuration> all() {
      List<Configuration> all = new ArrayList<>(size);
      byValue.values().forEach(all::addAll);
      return all;
    }

    /** The most promising part of it: those that used up the fewest crashed operations. */
    Frontier narrowed() {
      Frontier fewer = new Frontier();
      all().stream()
          .sorted(Comparator.comparingInt(c -> Arrays.stream(c.crashed()).sum()))
          .limit(width)
          .forEach(fewer::add);
      return fewer;
    }
  }

  /** Whether a, which holds the same value as b, can do whatever b can. */
  private boolean noWorse(Configuration a, Configuration b) {
    for (int word = 0; word < words; word++) {
      long doneA = a.done()[word];
      long doneB = b.done()[word];
      long freeA = a.optional()[word];
      long freeB = b.optional()[word];
      // A write that is optional in a is as good as any; else a and b must agree on it.
      long worse =
          (openReads[word] & doneB & ~doneA)
              | (openCas[word] & (doneA ^ doneB))
              | (openWrites[word] & ~freeA & (freeB | (doneA ^ doneB)));
      if (worse != 0) {
        return false;
      }
    }
    for (int kind = 0; kind < kinds; kind++) {
      if (a.crashed()[kind] > b.crashed()[kind]) {
        return false;
      }
    }
    return true;
  }

  private void spend(int configurations) {
    if (configurations > budget.configurationsMax()) {
      throw new BudgetExceededException(
          "more than %d configurations are possible at once; fewer clients for each key, or unique "
                  .formatted(budget.configurationsMax())
              + "values, would make the history decidable");
    }
    if (++ticks % STEPS_BETWEEN_CLOCK_READS == 0 && budget.isOutOfTime()) {
      throw new BudgetExceededException(
          "the time for checking is spent; --check-time gives it more");
    }
  }

  private Finding failure(int op, Frontier before) {
    List<String> possible =
        before.all().stream()
            .map(c -> String.valueOf(calls.values[c.value()]))
            .distinct()
            .sorted()
            .limit(10)
            .toList();
    List<Operation> open = new ArrayList<>();
    for (int other : openInSlot) {
      if (other >= 0 && other != op) {
        open.add(timeline.operation(other));
      }
    }
    return new Finding.NotLinearizable(timeline.operation(op), possible, open);
  }

  private static boolean has(long[] set, int slot) {
    return (set[slot >> 6] & (1L << slot)) != 0;
  }

  private static void set(long[] set, int slot) {
    set[slot >> 6] |= 1L << slot;
  }

  private static void clear(long[] set, int slot) {
    set[slot >> 6] &= ~(1L << slot);
  }

  /** The first member from a slot on, or -1. */
  private static int next(long[] set, int from) {
    int word = from >> 6;
    if (word >= set.length) {
      return -1;
    }
    long bits = set[word] & (-1L << from);
    while (bits == 0) {
      if (++word == set.length) {
        return -1;
      }
      bits = set[word];
    }
    return (word << 6) + Long.numberOfTrailingZeros(bits);
  }
}
