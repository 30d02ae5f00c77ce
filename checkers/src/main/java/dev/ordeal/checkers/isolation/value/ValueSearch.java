package dev.ordeal.checkers.isolation.value;

import dev.ordeal.checkers.Budget;
import dev.ordeal.checkers.BudgetExceededException;
import dev.ordeal.checkers.Pace;
import dev.ordeal.checkers.isolation.explanation.OpenTransactions;
import dev.ordeal.checkers.isolation.explanation.Unexplained;
import dev.ordeal.checkers.isolation.transaction.Transactions;
import dev.ordeal.results.history.CellPool;
import dev.ordeal.results.history.MicroOps;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks for an order in real time of transactions on registers that explains the values that they
 * read, whichever write each came from.
 *
 * <p>Goes through calls and ends in their order and linearizes just in time (Lowe, 2017): when a
 * transaction ends, it is put into the order, and before it as many of those that are open as have
 * to do with it, however indirectly. A configuration is which of the open ones are in the order,
 * and what the registers hold after it as far as configurations differ and somebody will still read
 * them. Exponential in the number of open transactions at worst, hence a budget.
 */
final class ValueSearch {
  /** How many configurations to look at for each to go on with. */
  private static final int SEEN_A_KEPT = 8;

  private final Transactions transactions;
  private final MicroOps ops;
  private final Budget budget;
  private final Pace pace;
  private final int most;
  private final BitSet reads;

  /** Those that take part; null for all. */
  private final BitSet members;

  private boolean isExact = true;

  private final OpenTransactions open = new OpenTransactions();

  /** The places of those whose outcome is unknown. */
  private long unknown;

  /** The places of those that write nothing. */
  private long readers;

  /** By key: what it holds in every configuration that says nothing else. */
  private final long[] common;

  /** By key: the last transaction to end that read it from others. */
  private final int[] lastReader;

  private final BitSet ended = new BitSet();
  private List<Configuration> configurations;
  private Unexplained failure;

  /** An order of transactions, the last first. */
  private record Chain(int transaction, Chain before) {}

  /**
   * Which open transactions are in the order, and what registers hold: keys, rising, and cells in
   * turn.
   */
  private record Configuration(long in, long[] differing, Chain order) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Configuration that
          && in == that.in
          && Arrays.equals(differing, that.differing);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(in) * 31 + Arrays.hashCode(differing);
    }
  }

  /**
   * Prepares a search.
   *
   * @param most how many configurations to go on with; of more, those with the fewest transactions
   *     of unknown outcome, and then a {@link #failure} says nothing
   */
  ValueSearch(Transactions transactions, int most, Budget budget) {
    this(transactions, null, null, most, budget);
  }

  /**
   * The same, with as many configurations as there are, of some transactions that share no key with
   * others.
   *
   * @param members their numbers
   * @param reads those whose reads count; null for all
   */
  static ValueSearch among(Transactions transactions, BitSet members, BitSet reads, Budget budget) {
    return new ValueSearch(transactions, reads, members, Integer.MAX_VALUE, budget);
  }

  private ValueSearch(
      Transactions transactions, BitSet reads, BitSet members, int most, Budget budget) {
    this.members = members;
    this.reads = reads;
    this.most = most;
    this.transactions = transactions;
    this.ops = transactions.ops;
    this.budget = budget;
    this.pace = new Pace(budget);
    common = new long[ops.keyCount()];
    Arrays.fill(common, CellPool.NIL);
    lastReader = new int[ops.keyCount()];
    Arrays.fill(lastReader, -1);
    configurations = List.of(new Configuration(0, new long[0], null));
  }

  /**
   * Looks for an order. What cannot be explained is passed over after the first {@link #failure},
   * so that there is always an order.
   *
   * @return transactions in an order that explains most
   * @throws BudgetExceededException if too many are open, or time or memory is used up
   */
  int[] order() {
    List<Integer> ends = transactions.okByEnd().stream().filter(this::takesPart).toList();
    Set<Long> read = new HashSet<>();
    for (int t : ends) {
      for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
        if (ops.kind(at) == MicroOps.Kind.READ) {
          lastReader[ops.key(at)] = t;
          read.add(valueAt(at));
        }
      }
    }
    int next = 0;
    for (int t : ends) {
      while (next < transactions.size() && transactions.start(next) < transactions.end(t)) {
        begin(next++, read);
      }
      end(t);
      budget.check();
    }
    List<Integer> backwards = new ArrayList<>();
    for (Chain at = configurations.getFirst().order(); at != null; at = at.before()) {
      backwards.add(at.transaction());
    }
    return backwards.reversed().stream().mapToInt(t -> t).toArray();
  }

  /** What could first not be explained; null if there was nothing. */
  Unexplained failure() {
    return failure;
  }

  /** Whether nothing was left out, so that what could not be explained cannot be. */
  boolean isExact() {
    return isExact;
  }

  /** A key and a value as one number; a rare clash does no harm. */
  private long valueAt(int at) {
    return ops.cell(at) * 0x9E3779B97F4A7C15L + ops.key(at);
  }

  private void begin(int t, Set<Long> read) {
    if (!takesPart(t)
        || transactions.isFail(t)
        || (transactions.isInfo(t) && !canBeSeen(t, read))) {
      return;
    }
    int place = open.add(t);
    unknown |= transactions.isInfo(t) ? 1L << place : 0;
    if (!transactions.does(t, MicroOps.Kind.WRITE)) {
      readers |= 1L << place;
      configurations = configurations.stream().map(this::withReaders).toList();
    }
  }

  private boolean takesPart(int t) {
    return members == null || members.get(t);
  }

  /** Puts transactions that only read, and can be explained now, into the order at once. */
  private Configuration withReaders(Configuration configuration) {
    long in = configuration.in();
    Chain order = configuration.order();
    for (long left = readers & ~in; left != 0; left &= left - 1) {
      int place = Long.numberOfTrailingZeros(left);
      if (explains(open.at(place), configuration)) {
        in |= 1L << place;
        order = new Chain(open.at(place), order);
      }
    }
    return in == configuration.in()
        ? configuration
        : new Configuration(in, configuration.differing(), order);
  }

  /** Whether anybody read a value that a transaction of unknown outcome would have written. */
  private boolean canBeSeen(int t, Set<Long> read) {
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE && read.contains(valueAt(at))) {
        return true;
      }
    }
    return false;
  }

  /** Puts a transaction into all orders that allow it. */
  private void end(int t) {
    int place = open.place(t);
    long bit = 1L << place;
    long related = related(place);
    Set<Configuration> with = new HashSet<>();
    Undominated seen = new Undominated();
    configurations.forEach(seen::add);
    Deque<Configuration> queue = new ArrayDeque<>(configurations);
    while (!queue.isEmpty()) {
      Configuration configuration = queue.remove();
      if ((configuration.in() & bit) != 0) {
        with.add(configuration);
        continue;
      }
      if (seen.size() > budget.configurationsMax() / 4) {
        throw new BudgetExceededException("too many orders of transactions are possible");
      }
      if (seen.size() / SEEN_A_KEPT >= most) {
        isExact = false;
        break;
      }
      budget.check();
      for (long left = related & ~configuration.in(); left != 0; left &= left - 1) {
        int other = Long.numberOfTrailingZeros(left);
        if (explains(open.at(other), configuration)) {
          Configuration after = after(configuration, other);
          if (seen.add(after)) {
            queue.add(after);
          }
        }
      }
    }
    if (with.isEmpty()) {
      failure = failure == null ? open.unexplained(t) : failure;
      configurations.forEach(configuration -> with.add(after(configuration, place)));
    }
    ended.set(t);
    open.remove(place);
    readers &= ~bit;
    keep(with, bit);
  }

  /** The open transactions whose place in the order matters to one of them. */
  private long related(int place) {
    long related = 1L << place;
    long grown = 0;
    while (grown != related) {
      grown = related;
      for (long others = open.places() & ~grown; others != 0; others &= others - 1) {
        int other = open.at(Long.numberOfTrailingZeros(others));
        for (long left = grown; left != 0; left &= left - 1) {
          if (conflict(other, open.at(Long.numberOfTrailingZeros(left)))) {
            related |= Long.lowestOneBit(others);
          }
        }
      }
    }
    return related;
  }

  private boolean conflict(int one, int other) {
    for (int at = transactions.first(one); at < transactions.stop(one); at += MicroOps.WIDTH) {
      for (int with = transactions.first(other);
          with < transactions.stop(other);
          with += MicroOps.WIDTH) {
        if (ops.key(at) == ops.key(with)
            && (ops.kind(at) == MicroOps.Kind.WRITE || ops.kind(with) == MicroOps.Kind.WRITE)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a transaction reads from others what the registers hold. */
  private boolean explains(int t, Configuration configuration) {
    for (int at = transactions.first(t);
        counts(t) && at < transactions.stop(t);
        at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.READ
          && !wroteBefore(t, at)
          && held(configuration.differing(), ops.key(at)) != ops.cell(at)) {
        return false;
      }
    }
    return true;
  }

  private boolean counts(int t) {
    return transactions.isOk(t) && (reads == null || reads.get(t));
  }

  private boolean wroteBefore(int t, int position) {
    for (int at = transactions.first(t); at < position; at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE && ops.key(at) == ops.key(position)) {
        return true;
      }
    }
    return false;
  }

  private long held(long[] differing, int key) {
    for (int i = 0; i < differing.length && differing[i] <= key; i += 2) {
      if (differing[i] == key) {
        return differing[i + 1];
      }
    }
    return common[key];
  }

  private Configuration after(Configuration configuration, int place) {
    int t = open.at(place);
    long[] differing = configuration.differing();
    for (int at = transactions.first(t); at < transactions.stop(t); at += MicroOps.WIDTH) {
      if (ops.kind(at) == MicroOps.Kind.WRITE && isAlive(ops.key(at))) {
        differing = with(differing, ops.key(at), ops.cell(at));
      }
    }
    return withReaders(
        new Configuration(
            configuration.in() | (1L << place), differing, new Chain(t, configuration.order())));
  }

  /** Whether somebody may still read a key. */
  private boolean isAlive(int key) {
    return lastReader[key] >= 0 && !ended.get(lastReader[key]);
  }

  private long[] with(long[] differing, int key, long cell) {
    int at = 0;
    while (at < differing.length && differing[at] < key) {
      at += 2;
    }
    if (at < differing.length && differing[at] == key) {
      long[] changed = differing.clone();
      changed[at + 1] = cell;
      return changed;
    }
    long[] grown = new long[differing.length + 2];
    System.arraycopy(differing, 0, grown, 0, at);
    grown[at] = key;
    grown[at + 1] = cell;
    System.arraycopy(differing, at, grown, at + 2, differing.length - at);
    return grown;
  }

  /** Goes on with some configurations, in which a transaction has ended. */
  private void keep(Set<Configuration> some, long bit) {
    Map<Long, Long> agreed = new LinkedHashMap<>();
    Configuration one = some.iterator().next();
    for (int i = 0; i < one.differing().length; i += 2) {
      agreed.put(one.differing()[i], one.differing()[i + 1]);
    }
    for (Configuration other : some) {
      pace.spend(1L + agreed.size());
      agreed.entrySet().removeIf(entry -> !says(other.differing(), entry));
    }
    List<Configuration> kept = new ArrayList<>();
    for (Configuration configuration : some) {
      long[] differing = configuration.differing();
      long[] left = new long[differing.length];
      int count = 0;
      for (int i = 0; i < differing.length; i += 2) {
        if (!agreed.containsKey(differing[i]) && isAlive((int) differing[i])) {
          left[count++] = differing[i];
          left[count++] = differing[i + 1];
        }
      }
      kept.add(
          new Configuration(
              configuration.in() & ~bit, Arrays.copyOf(left, count), configuration.order()));
    }
    agreed.forEach((key, cell) -> common[key.intValue()] = cell);
    Undominated undominated = new Undominated();
    kept.forEach(undominated::add);
    configurations = undominated.all();
    if (configurations.size() > most) {
      isExact = false;
      configurations =
          configurations.stream()
              .sorted(Comparator.comparingInt(c -> Long.bitCount(c.in() & unknown)))
              .limit(most)
              .toList();
    }
  }

  /**
   * Configurations without those that can do no more than others: a transaction of unknown outcome
   * that is not in the order may still come, or never.
   */
  private final class Undominated {
    private final Map<Configuration, List<Configuration>> alike = new LinkedHashMap<>();
    private int size;

    /** Adds one; false if another can do all that it can. */
    boolean add(Configuration configuration) {
      List<Configuration> others =
          alike.computeIfAbsent(
              new Configuration(configuration.in() & ~unknown, configuration.differing(), null),
              c -> new ArrayList<>(1));
      pace.spend(1L + others.size());
      for (Configuration other : others) {
        if (isWithin(other.in(), configuration.in())) {
          return false;
        }
      }
      others.removeIf(other -> isWithin(configuration.in(), other.in()));
      others.add(configuration);
      size++;
      return true;
    }

    /** How many were added, those left out again included. */
    int size() {
      return size;
    }

    List<Configuration> all() {
      return alike.values().stream().flatMap(List::stream).toList();
    }
  }

  private static boolean isWithin(long some, long all) {
    return (some & ~all) == 0;
  }

  private static boolean says(long[] differing, Map.Entry<Long, Long> entry) {
    for (int i = 0; i < differing.length; i += 2) {
      if (differing[i] == entry.getKey()) {
        return differing[i + 1] == entry.getValue();
      }
    }
    return false;
  }
}
